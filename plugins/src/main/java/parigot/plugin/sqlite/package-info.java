/**
 * What the plugins that keep something in SQLite share. No part of the interface for plugins of
 * others.
 */
package parigot.plugin.sqlite;
