package nutsdb.v1.host;

import java.util.List;
import parigot.plugin.Caller;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.plugin.ServiceError;

/** What a plugin implements to serve {@code nutsdb.v1.NutsDB}. */
public interface NutsDBPlugin {

  OpenResponse open(OpenRequest request, Caller caller) throws ServiceError;

  CloseResponse close(CloseRequest request, Caller caller) throws ServiceError;

  ReadPairResponse readPair(ReadPairRequest request, Caller caller) throws ServiceError;

  WritePairResponse writePair(WritePairRequest request, Caller caller) throws ServiceError;

  DeletePairResponse deletePair(DeletePairRequest request, Caller caller) throws ServiceError;

  /** The service, served by an implementation. */
  static PluginService service(NutsDBPlugin implementation) {
    return new PluginService(
        "nutsdb",
        "nutsdb.v1",
        "NutsDB",
        List.of(
            new PluginMethod<>("Open", "open_", OpenRequest.parser(), implementation::open),
            new PluginMethod<>("Close", "close_", CloseRequest.parser(), implementation::close),
            new PluginMethod<>(
                "ReadPair", "read_pair_", ReadPairRequest.parser(), implementation::readPair),
            new PluginMethod<>(
                "WritePair", "write_pair_", WritePairRequest.parser(), implementation::writePair),
            new PluginMethod<>(
                "DeletePair",
                "delete_pair_",
                DeletePairRequest.parser(),
                implementation::deletePair)));
  }
}
