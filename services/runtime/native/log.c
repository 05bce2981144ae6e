#include "log.h"

#define CLOCK_REALTIME_ 0
#define SECONDS_A_DAY 86400UL

static int log_fd = -1;

void log_open(const char *path) {
  if (log_fd >= 0) SYS(__NR_close, log_fd);
  log_fd = SYS(__NR_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
}

char *log_time(char *out) {
  long now[2];
  SYS(__NR_clock_gettime, CLOCK_REALTIME_, now);
  unsigned long days = now[0] / SECONDS_A_DAY, rest = now[0] % SECONDS_A_DAY;
  /* Days since 1970 to a date, counting in eras of 400 years that begin on 1 March. */
  unsigned long z = days + 719468, era = z / 146097, doe = z % 146097;
  unsigned long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  unsigned long doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
  unsigned long day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9, year = yoe + era * 400 + (month <= 2);
  out = decimal(out, year, 4), *out++ = '-';
  out = decimal(out, month, 2), *out++ = '-';
  out = decimal(out, day, 2), *out++ = 'T';
  out = decimal(out, rest / 3600, 2), *out++ = ':';
  out = decimal(out, rest / 60 % 60, 2), *out++ = ':';
  out = decimal(out, rest % 60, 2), *out++ = '.';
  out = decimal(out, now[1], 9), *out++ = 'Z';
  return out;
}

static void put_line(struct log_stream *stream, char tag) {
  static char out[LOG_LINE + 64];
  char *p = log_time(out);
  *p++ = ' ';
  p = text(p, stream->name);
  *p++ = ' ', *p++ = tag, *p++ = ' ';
  copy(p, stream->line, stream->used);
  p += stream->used;
  *p++ = '\n';
  stream->used = 0;
  if (log_fd >= 0) write_all(log_fd, out, p - out);
}

void log_append(struct log_stream *stream, const char *data, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (data[i] == '\n') {
      put_line(stream, 'F');
      continue;
    }
    if (stream->used == LOG_LINE) put_line(stream, 'P');
    stream->line[stream->used++] = data[i];
  }
}

void log_flush(struct log_stream *stream) {
  if (stream->used) put_line(stream, 'P');
}
