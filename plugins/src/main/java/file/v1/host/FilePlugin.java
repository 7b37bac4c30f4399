package file.v1.host;

import java.util.List;
import parigot.plugin.Caller;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.plugin.ServiceError;

/** What a plugin implements to serve {@code file.v1.File}. */
public interface FilePlugin {

  OpenResponse open(OpenRequest request, Caller caller) throws ServiceError;

  CreateResponse create(CreateRequest request, Caller caller) throws ServiceError;

  CloseResponse close(CloseRequest request, Caller caller) throws ServiceError;

  LoadTestDataResponse loadTestData(LoadTestDataRequest request, Caller caller) throws ServiceError;

  ReadResponse read(ReadRequest request, Caller caller) throws ServiceError;

  WriteResponse write(WriteRequest request, Caller caller) throws ServiceError;

  DeleteResponse delete(DeleteRequest request, Caller caller) throws ServiceError;

  StatResponse stat(StatRequest request, Caller caller) throws ServiceError;

  /** The service, served by an implementation. */
  static PluginService service(FilePlugin implementation) {
    return new PluginService(
        "file",
        "file.v1",
        "File",
        List.of(
            new PluginMethod<>("Open", "open_", OpenRequest.parser(), implementation::open),
            new PluginMethod<>("Create", "create_", CreateRequest.parser(), implementation::create),
            new PluginMethod<>("Close", "close_", CloseRequest.parser(), implementation::close),
            new PluginMethod<>(
                "LoadTestData",
                "load_test_data_",
                LoadTestDataRequest.parser(),
                implementation::loadTestData),
            new PluginMethod<>("Read", "read_", ReadRequest.parser(), implementation::read),
            new PluginMethod<>("Write", "write_", WriteRequest.parser(), implementation::write),
            new PluginMethod<>("Delete", "delete_", DeleteRequest.parser(), implementation::delete),
            new PluginMethod<>("Stat", "stat_", StatRequest.parser(), implementation::stat)));
  }
}
