/** The engine: WebAssembly modules, their instances, and what the host does for them. */
@API(status = Status.INTERNAL)
package parigot.wasm;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
