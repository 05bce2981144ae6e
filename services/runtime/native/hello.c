/* The example image's program: a web server that says where it runs, and a few commands to exercise a cluster with.
 *
 *   hello [serve [PORT]]   answers HTTP on PORT (or $PORT, or 8080); SIGTERM and SIGINT end it with 0
 *   hello sleep SECONDS | exit CODE | echo WORDS... | cat [FILE...] | env | true | false
 *
 * A link named for a command runs it: /bin/sleep. */
#include <linux/poll.h>
#include <linux/in.h>
#include <linux/socket.h>
#include <linux/utsname.h>
#include "sys.h"

#define BACKLOG 128
/* How long a client may take over its request, s. */
#define PATIENCE_S 2
#define REQUEST_SIZE 8192
#define AF_INET_ 2
#define SOCK_STREAM_ 1
#define SOL_SOCKET_ 1
#define SO_REUSEADDR_ 2
#define SO_RCVTIMEO_ 20
#define SO_SNDTIMEO_ 21
#define SIGINT_ 2
#define SIGTERM_ 15
#define MSG_NOSIGNAL_ 0x4000

void *memset(void *to, int value, size_t n) {
  char *t = to;
  while (n--) *t++ = value;
  return to;
}

void *memcpy(void *to, const void *from, size_t n) {
  copy(to, from, n);
  return to;
}

static char **environment;

static const char *variable(const char *name, const char *otherwise) {
  size_t n = length(name);
  for (char **e = environment; *e; e++)
    if (starts_with(*e, name) && (*e)[n] == '=') return *e + n + 1;
  return otherwise;
}

static void say(int fd, const char *s) { write_all(fd, s, length(s)); }

static void send_all(int fd, const char *data, size_t n) {
  while (n) {
    long r = SYS(__NR_sendto, fd, data, n, MSG_NOSIGNAL_, 0, 0);
    if (r <= 0) return;
    data += r, n -= r;
  }
}

static char *line(char *p, const char *name, const char *value) {
  p = text(p, name);
  p = text(p, ": ");
  p = text(p, value);
  *p++ = '\n';
  return p;
}

/* Cuts the path out of "GET /path HTTP/1.1". */
static const char *request_path(char *request) {
  char *path = request;
  while (*path && *path != ' ' && *path != '\r') path++;
  if (*path != ' ') return "/";
  path++;
  char *end = path;
  while (*end && *end != ' ' && *end != '\r') end++;
  *end = 0;
  return path;
}

static void answer(int fd) {
  static char request[REQUEST_SIZE], body[REQUEST_SIZE + 2048], head[256];
  struct new_utsname host;
  long wait[2] = {PATIENCE_S, 0}, used = 0;
  SYS(__NR_setsockopt, fd, SOL_SOCKET_, SO_RCVTIMEO_, wait, sizeof wait);
  SYS(__NR_setsockopt, fd, SOL_SOCKET_, SO_SNDTIMEO_, wait, sizeof wait);
  for (;;) {
    long r = SYS(__NR_read, fd, request + used, REQUEST_SIZE - 1 - used);
    if (r <= 0) return;
    used += r;
    request[used] = 0;
    if (used >= 4 && equal(request + used - 4, "\r\n\r\n")) break;
    if (used == REQUEST_SIZE - 1) return;
  }
  int is_head = starts_with(request, "HEAD ");
  SYS(__NR_uname, &host);
  char *p = line(body, "hostname", host.nodename);
  p = line(p, "pod", variable("POD_NAME", host.nodename));
  p = line(p, "path", request_path(request));
  char *h = text(head, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: ");
  h = decimal(h, p - body, 1);
  h = text(h, "\r\n\r\n");
  send_all(fd, head, h - head);
  if (!is_head) send_all(fd, body, p - body);
}

static int serve(long port) {
  struct sockaddr_in address = {AF_INET_, (unsigned short)(port >> 8 | port << 8), {0}, {0}};
  unsigned long stop = 1UL << (SIGINT_ - 1) | 1UL << (SIGTERM_ - 1);
  int yes = 1;
  long listener = SYS(__NR_socket, AF_INET_, SOCK_STREAM_, 0), r;
  SYS(__NR_setsockopt, listener, SOL_SOCKET_, SO_REUSEADDR_, &yes, sizeof yes);
  r = SYS(__NR_bind, listener, &address, sizeof address);
  if (r == 0) r = SYS(__NR_listen, listener, BACKLOG);
  if (r < 0) return say(2, "hello: cannot listen\n"), 1;
  SYS(__NR_rt_sigprocmask, 0 /* SIG_BLOCK */, &stop, 0, sizeof stop);
  struct pollfd wait[2] = {{SYS(__NR_signalfd4, -1, &stop, sizeof stop, 0), POLLIN, 0}, {listener, POLLIN, 0}};
  say(1, "hello: listening\n");
  for (;;) {
    SYS(__NR_ppoll, wait, 2, 0, 0, 0);
    if (wait[0].revents) return say(1, "hello: stopping\n"), 0;
    long client = SYS(__NR_accept4, listener, 0, 0, 0);
    if (client < 0) continue;
    answer(client);
    SYS(__NR_close, client);
  }
}

static int cat(char **files) {
  static char chunk[65536];
  int failed = 0;
  do {
    long fd = *files ? SYS(__NR_openat, AT_FDCWD, *files, O_RDONLY) : 0, r = fd;
    while (fd >= 0 && (r = SYS(__NR_read, fd, chunk, sizeof chunk)) > 0) write_all(1, chunk, r);
    if (r < 0) say(2, "cat: cannot read\n"), failed = 1;
  } while (*files && *++files);
  return failed;
}

static int echo(char **words) {
  for (; *words; words++) {
    say(1, *words);
    if (words[1]) say(1, " ");
  }
  return say(1, "\n"), 0;
}

static int run(const char *command, char **args) {
  if (equal(command, "serve")) return serve(number(*args ? *args : variable("PORT", "8080")));
  if (equal(command, "exit")) return *args ? number(*args) : 0;
  if (equal(command, "true")) return 0;
  if (equal(command, "false")) return 1;
  if (equal(command, "echo")) return echo(args);
  if (equal(command, "cat")) return cat(args);
  if (equal(command, "sleep")) {
    long time[2] = {*args ? number(*args) : 0, 0};
    while (SYS(__NR_nanosleep, time, time) == -EINTR) continue;
    return 0;
  }
  if (equal(command, "env")) {
    for (char **e = environment; *e; e++) say(1, *e), say(1, "\n");
    return 0;
  }
  say(2, "hello: unknown command\n");
  return 127;
}

static void __attribute__((used, noreturn)) start(long *stack) {
  char **argv = (char **)(stack + 1), *name = *argv ? *argv : "hello", *slash = name;
  environment = argv + *stack + 1;
  for (; *slash; slash++)
    if (*slash == '/') name = slash + 1;
  if (!equal(name, "hello")) leave(run(name, argv + 1));
  if (!argv[0] || !argv[1]) leave(run("serve", argv + 1));
  leave(run(argv[1], argv + 2));
}

#if defined(__x86_64__)
__asm__(".globl _start\n_start: xor %ebp,%ebp\n mov %rsp,%rdi\n and $-16,%rsp\n call start\n");
#else
__asm__(".globl _start\n_start: mov x29,#0\n mov x30,#0\n mov x0,sp\n bl start\n");
#endif
