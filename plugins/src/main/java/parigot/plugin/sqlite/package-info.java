/**
 * What the plugins that keep something in SQLite share. No part of the interface for plugins of
 * others.
 */
@API(status = Status.INTERNAL)
package parigot.plugin.sqlite;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
