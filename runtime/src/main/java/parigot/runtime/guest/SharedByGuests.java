package parigot.runtime.guest;

import parigot.runtime.Console;
import parigot.runtime.machine.HeapGate;

/**
 * What a running guest shares with the others of its application.
 *
 * @param console where mains and tests write
 * @param heapGate what they pass before each event
 * @param longEvents where they count while they are at an event for long
 */
public record SharedByGuests(Console console, HeapGate heapGate, LongEvents longEvents) {}
