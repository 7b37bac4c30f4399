// What the hostile guest takes of its host until it is refused: names, services, timers, calls that carry much, log,
// time, and with -DSTORES files, messages and databases. Each is a command of a script and an action of a method.
#pragma once

// Letters that differ from call to call.
static void put_name(struct writer *w, u32 field, u32 length, u64 number) {
  u8 *name = allocate(length + 1);
  for (u32 i = 0; i < length; i++) name[i] = (u8)('a' + (i < 16 ? number >> (4 * i) & 15 : i % 26));
  put_bytes(w, field, name, length);
  release(name);
}

static i32 ask_raw(enum system_call call, const struct writer *w, const u8 *request) {
  i32 error = -1;
  u64 unused = system_call_functions[call]((u32)(w->at - request), request, response_room, &error);
  (void)unused;
  if (error < 0 || error > 255) __builtin_trap();
  return error;
}

// Requires, exports, binds and registers under so many names of so many bytes each.
static void take_names(const char *rest) {
  u64 times = (u64)to_number(rest);
  u32 bytes = (u32)to_number(after_word(rest));
  u8 *request = allocate(bytes + 512), *inner_room = allocate(bytes + 64);
  u32 refused = 0;
  for (u64 i = 0; i < times; i++) {
    struct writer w = {request, request + bytes + 512}, inner = {inner_room, inner_room + bytes + 64};
    enum system_call call;
    switch (i % 4) {
      case 0:
      case 1:
        call = i % 4 ? EXPORT_NAME : REQUIRE;
        put_text(&inner, 1, "hungry.v1");
        put_name(&inner, 2, bytes, i);
        if (call == EXPORT_NAME) put_id(&w, 1, service);
        put_message(&w, call == EXPORT_NAME ? 2 : 1, &inner, inner_room);
        put_id(&w, call == EXPORT_NAME ? 3 : 2, call == EXPORT_NAME ? host : service);
        break;
      case 2:
        call = BIND_METHOD;
        put_id(&w, 1, host);
        put_id(&w, 2, service);
        put_name(&w, 3, bytes, i);
        break;
      default:
        call = REGISTER;
        put_id(&w, 1, host);
        put_name(&w, 2, bytes, i);
    }
    if (ask_raw(call, &w, request)) refused++;
  }
  release(inner_room);
  release(request);
  say("names refused", refused);
}

static void take_timers(u64 times) {
  u32 refused = 0;
  for (u64 i = 0; i < times; i++) {
    struct fields f = {.call = new_id('c'), .number = 3600000000ll + (i64)i};
    if (ask(TIMER, &f)) refused++;
  }
  say("timers refused", refused);
}

// So many calls that carry so many bytes each, and are never looked at.
static void take_calls(const char *rest) {
  u64 times = (u64)to_number(rest);
  u32 bytes = (u32)to_number(after_word(rest)), refused = 0;
  struct span any = patterned(0, bytes);
  for (u64 i = 0; i < times; i++) {
    struct fields f = {.host = host, .service = target.service, .method = target.methods[0].id, .call = new_id('c'),
                       .any = any, .has_any = 1};
    if (ask(DISPATCH, &f)) refused++;
  }
  release((void *)any.at);
  say("calls refused", refused);
}

// One call whose parameter stands in its request so many times.
static void repeat_parameter(const char *rest) {
  u64 times = (u64)to_number(rest);
  u32 bytes = (u32)to_number(after_word(rest));
  struct span any = patterned(0, bytes);
  u32 room = (u32)times * (any.length + 8) + 512;
  u8 *request = allocate(room), inner_room[256];
  struct writer w = {request, request + room}, inner = {inner_room, inner_room + sizeof inner_room};
  put_id(&inner, 1, host);
  put_id(&inner, 2, target.service);
  put_id(&inner, 3, target.methods[0].id);
  put_id(&inner, 4, new_id('c'));
  put_message(&w, 1, &inner, inner_room);
  for (u64 i = 0; i < times; i++) put_bytes(&w, 3, any.at, any.length);
  say("a repeated parameter got", ask_raw(DISPATCH, &w, request));
  release(request);
  release((void *)any.at);
}

// Lines that would forge others, clear a screen and change colours if they reached a terminal as they are.
static void shout(u64 lines) {
  static const char line[] = "\x1b[2J\x1b[31m\rERROR kernel everything is lost \xe2\x80\xae and back\n";
  u32 failed = 0, written;
  for (u64 i = 0; i < lines; i++) {
    struct piece piece = {line, sizeof line - 1};
    if (fd_write(2, &piece, 1, &written)) failed++;
  }
  say("lines refused", failed);
}

// Waits inside the host's own function, as a program does that sleeps.
static void sleep_for(u64 micros) {
  struct subscription {
    u64 user_data, tag; // the tag is a byte, and the clock begins eight bytes on
    u32 clock;
    u64 timeout, precision, flags;
  } wanted = {.timeout = micros * 1000, .clock = 1};
  u8 event[32];
  u32 count;
  if (poll_oneoff(&wanted, event, 1, &count)) __builtin_trap();
}

#ifdef STORES
static i32 ask_plugin(const char *name, const u8 *request, const struct writer *w, struct span *answer) {
  u32 i = 0;
  while (!same_text(plugin_functions[i].name, name))
    if (++i == sizeof plugin_functions / sizeof *plugin_functions) __builtin_trap();
  i32 error = -1;
  u64 result = plugin_functions[i].call((u32)(w->at - request), request, plugin_room, &error);
  if (error < 0 || error > 255) __builtin_trap();
  *answer = (struct span){(const u8 *)(u32)result, (u32)(result >> 32)};
  return error;
}

static struct id id_in(struct span answer, u32 field) {
  struct id id = {0};
  for (struct reader r = reading(answer); next_field(&r);)
    if (r.field == field) id = to_id(r.bytes);
  return id;
}

// Empty files with the longest paths that there are; each is left open.
static void take_files(const char *rest) {
  u64 times = (u64)to_number(rest);
  u32 bytes = (u32)to_number(after_word(rest)), refused = 0;
  u8 *request = allocate(bytes + 64);
  for (u64 i = 0; i < times; i++) {
    struct writer w = {request, request + bytes + 64};
    u8 *path = allocate(bytes + 32);
    struct writer p = {path, path + bytes + 32};
    const char *folder = "/parigot/app/";
    for (const char *at = folder; *at; at++) put_byte(&p, (u8)*at);
    for (u32 n = 0; n < bytes; n++) put_byte(&p, n % 200 == 199 ? '/' : (u8)('a' + (n < 16 ? i >> (4 * n) & 15 : n % 26)));
    put_byte(&p, 'x');
    put_bytes(&w, 1, path, (u32)(p.at - path));
    struct span unused;
    if (ask_plugin("file.create_", request, &w, &unused)) refused++;
    release(path);
  }
  release(request);
  say("files refused", refused);
}

// Queues, and messages of 1 KB in the first of them.
static void take_queues(const char *rest) {
  u64 queues = (u64)to_number(rest), messages = (u64)to_number(after_word(rest));
  u8 *request = allocate(2048), *inner_room = allocate(1536);
  struct id queue = {0};
  u32 refused = 0;
  for (u64 i = 0; i < queues; i++) {
    struct writer w = {request, request + 2048};
    put_name(&w, 1, 16, i);
    struct span answer;
    if (ask_plugin("queue.create_queue_", request, &w, &answer)) refused++;
    else if (!is_set(queue)) queue = id_in(answer, 1);
  }
  say("queues refused", refused);
  refused = 0;
  struct span any = patterned(0, 1000);
  for (u64 i = 0; i < messages; i++) {
    struct writer w = {request, request + 2048}, inner = {inner_room, inner_room + 1536};
    put_id(&w, 1, queue);
    put_bytes(&inner, 7, any.at, any.length);
    put_message(&w, 2, &inner, inner_room);
    struct span unused;
    if (ask_plugin("queue.send_", request, &w, &unused)) refused++;
  }
  release((void *)any.at);
  release(inner_room);
  release(request);
  say("messages refused", refused);
}

// Databases, one opened again and again, and pairs of 1 KB in it.
static void take_databases(const char *rest) {
  u64 databases = (u64)to_number(rest), pairs = (u64)to_number(after_word(rest));
  u8 *request = allocate(2048), *inner_room = allocate(1536);
  struct id database = {0};
  u32 refused = 0;
  for (u64 i = 0; i < databases; i++) {
    struct writer w = {request, request + 2048};
    put_name(&w, 1, 16, i / 2);
    struct span answer;
    if (ask_plugin("nutsdb.open_", request, &w, &answer)) refused++;
    else if (!is_set(database)) database = id_in(answer, 1);
  }
  say("databases refused", refused);
  refused = 0;
  for (u64 i = 0; i < pairs; i++) {
    struct writer w = {request, request + 2048}, inner = {inner_room, inner_room + 1536};
    put_id(&w, 1, database);
    put_text(&inner, 1, "/hungry");
    put_name(&inner, 2, 24, i);
    put_name(&inner, 3, 1000, i);
    put_message(&w, 2, &inner, inner_room);
    struct span unused;
    if (ask_plugin("nutsdb.write_pair_", request, &w, &unused)) refused++;
  }
  release(inner_room);
  release(request);
  say("pairs refused", refused);
}
#endif

// Answers an HttpConnector's Handle with a page of so many bytes.
static void page(struct id call, u32 bytes) {
  u32 room = bytes + 128;
  u8 *message = allocate(room), *any = allocate(room), *body = allocate(bytes);
  for (u32 i = 0; i < bytes; i++) body[i] = (u8)('a' + i % 26);
  struct writer w = {message, message + room}, outer = {any, any + room};
  put_number(&w, 1, 200);
  put_bytes(&w, 2, body, bytes);
  put_text(&outer, 1, "type.googleapis.com/httpconnector.v1.HandleResponse");
  put_bytes(&outer, 2, message, (u32)(w.at - message));
  i32 error = answer(call, (struct span){any, (u32)(outer.at - any)}, 1, 0);
  if (error) say("return_value_ answered", error);
  release(body);
  release(any);
  release(message);
}

static int hungry(const char *command, const char *rest) {
  if (starts_with(command, "take-names")) take_names(rest);
  else if (starts_with(command, "take-timers")) take_timers((u64)to_number(rest));
  else if (starts_with(command, "take-calls")) take_calls(rest);
  else if (starts_with(command, "repeat-parameter")) repeat_parameter(rest);
  else if (starts_with(command, "shout")) shout((u64)to_number(rest));
  else if (starts_with(command, "sleep")) sleep_for((u64)to_number(rest));
#ifdef STORES
  else if (starts_with(command, "take-files")) take_files(rest);
  else if (starts_with(command, "take-queues")) take_queues(rest);
  else if (starts_with(command, "take-databases")) take_databases(rest);
#endif
  else return 0;
  return 1;
}
