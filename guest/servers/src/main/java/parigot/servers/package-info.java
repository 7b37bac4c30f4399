/**
 * Guests in front of the plugins. What is stable of them are the names of their modules and
 * services.
 */
@API(status = Status.INTERNAL)
package parigot.servers;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
