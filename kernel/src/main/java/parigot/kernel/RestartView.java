package parigot.kernel;

import java.time.Duration;

/**
 * A guest that has ended and will be started again.
 *
 * @param label its name in logs
 * @param in how long it is until then; zero, or less, when it is due
 */
public record RestartView(String label, Duration in) {}
