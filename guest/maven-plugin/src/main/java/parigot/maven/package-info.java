/** The build of guests. What is stable of it are its goals and their parameters. */
@API(status = Status.INTERNAL)
package parigot.maven;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
