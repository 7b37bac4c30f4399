package parigot.runtime.guest;

import parigot.runtime.Console;
import parigot.runtime.machine.HeapGate;
import parigot.runtime.machine.Time;

/**
 * What a running guest shares with the others of its application.
 *
 * @param time the application's
 * @param console where mains and tests write
 * @param heapGate what they pass before each event
 * @param longEvents where they count while they are at an event for long
 * @param furtherThreads whether they do: else others wait for them
 */
public record SharedByGuests(
    Time time, Console console, HeapGate heapGate, LongEvents longEvents, boolean furtherThreads) {}
