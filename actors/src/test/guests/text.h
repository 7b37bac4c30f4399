// What a guest writes, and how it reads the words of its script.
#pragma once
#include "wire.h"

static void print(const char *text) { write_all(1, text, length_of(text)); }

static char *digits(u64 value, u32 base, char *end) {
  *--end = 0;
  do *--end = "0123456789abcdef"[value % base]; while (value /= base);
  return end;
}

static void print_number(i64 value) {
  char room[24];
  if (value < 0) print("-");
  print(digits((u64)(value < 0 ? -value : value), 10, room + sizeof room));
}

static void print_hex(u64 value) {
  char room[24], *at = digits(value, 16, room + sizeof room);
  for (u32 n = length_of(at); n < 16; n++) print("0");
  print(at);
}

static void print_id(const char *label, struct id id) {
  print(label);
  print(" ");
  print_hex(id.high);
  print(":");
  print_hex(id.low);
  print("\n");
}

static void say(const char *text, i64 number) {
  print(text);
  print(" ");
  print_number(number);
  print("\n");
}

static _Noreturn void fail(u32 code, const char *text, i64 number) {
  say(text, number);
  proc_exit(code);
}

static void must(i32 error, const char *what) {
  if (error) fail(8, what, error);
}

// Words of a command. `word` cuts the next one off in place.
static char *word(char **rest) {
  char *start = *rest, *at = start;
  while (*at && *at != ' ') at++;
  if (*at) *at++ = 0;
  *rest = at;
  return start;
}

static const char *after_word(const char *text) {
  while (*text && *text != ' ') text++;
  return *text ? text + 1 : text;
}

static int starts_with(const char *text, const char *first) {
  while (*first && *text == *first) text++, first++;
  return !*first && (!*text || *text == ' ');
}

static i64 to_number(const char *text) {
  int minus = *text == '-';
  if (minus) text++;
  i64 value = 0;
  if (*text < '0' || *text > '9') fail(5, "not a number in the script", 0);
  while (*text >= '0' && *text <= '9') value = value * 10 + (*text++ - '0');
  return minus ? -value : value;
}

static u64 to_hex(const char **text) {
  u64 value = 0;
  for (;; (*text)++) {
    char c = **text;
    if (c >= '0' && c <= '9') value = value << 4 | (u64)(c - '0');
    else if (c >= 'a' && c <= 'f') value = value << 4 | (u64)(c - 'a' + 10);
    else return value;
  }
}

static void write_pattern(u64 bytes) {
  u8 chunk[4000];
  for (u64 at = 0; at < bytes;) {
    u32 n = bytes - at > sizeof chunk ? (u32)sizeof chunk : (u32)(bytes - at);
    for (u32 i = 0; i < n; i++) {
      u32 column = (u32)((at + i) % 100), row = (u32)((at + i) / 100);
      chunk[i] = column == 99 ? '\n' : (u8)('a' + (row + column) % 26);
    }
    write_all(1, chunk, n);
    at += n;
  }
}

static void write_hex(const char *text) {
  u8 bytes[256];
  u32 n = 0;
  while (*text && n < sizeof bytes) {
    char pair[3] = {text[0], text[1], 0};
    const char *at = pair;
    bytes[n++] = (u8)to_hex(&at);
    text += 2;
  }
  write_all(1, bytes, n);
}

static const char *environment(const char *name) {
  u32 count, size;
  if (environ_sizes_get(&count, &size)) __builtin_trap();
  char **variables = allocate(count * sizeof *variables), *text = allocate(size);
  if (environ_get(variables, text)) __builtin_trap();
  const char *found = 0;
  for (u32 i = 0; i < count && !found; i++) {
    const char *at = variables[i], *wanted = name;
    while (*wanted && *at == *wanted) at++, wanted++;
    if (!*wanted && *at == '=') found = at + 1;
  }
  release(variables);
  return found; // stands in `text`, which is kept
}
