/* The log of a container in CRI's format: "<RFC 3339 time> <stream> <F|P> <text>\n". */
#ifndef LOG_H
#define LOG_H

#include "sys.h"

/* Longest text in one line, bytes; longer lines are cut and tagged P. Source: what containerd does by default. */
#define LOG_LINE 16384

struct log_stream {
  const char *name; /* "stdout" or "stderr" */
  size_t used;
  char line[LOG_LINE];
};

/* (Re)opens the log at `path`; a failure leaves the container without a log rather than without life. */
void log_open(const char *path);
void log_append(struct log_stream *stream, const char *data, size_t n);
/* Writes what has not been ended by a newline. */
void log_flush(struct log_stream *stream);
/* "2026-01-02T03:04:05.000000006Z" at `out`; returns the end. */
char *log_time(char *out);

#endif
