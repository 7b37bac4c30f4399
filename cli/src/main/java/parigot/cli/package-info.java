/** The command line. What is stable of it are its commands, options and exit codes. */
@API(status = Status.INTERNAL)
package parigot.cli;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
