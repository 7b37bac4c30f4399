/** Traces and metrics for a collector of OpenTelemetry. */
@API(status = Status.INTERNAL)
package parigot.otlp;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
