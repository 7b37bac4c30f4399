/** Applications in tests with JUnit 5. */
@API(status = Status.STABLE)
package parigot.testkit;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
