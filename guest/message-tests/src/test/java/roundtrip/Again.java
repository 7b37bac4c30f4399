package roundtrip;

import java.util.List;
import roundtrip.v1.host.Result;
import roundtrip.v1.host.Type;

/** Reads each input as a message, and writes that again: here or in a guest. */
interface Again {
  List<Result> again(Type type, List<byte[]> inputs) throws Exception;
}
