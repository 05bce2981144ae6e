/* What stays with a container: waits for it, writes its log, serves its streams to whoever connects, and leaves its
 * exit status in a file. It outlives the server that started it.
 *
 * Frames on a control connection, both ways: type (1 byte), length (4 bytes, little endian), that many bytes. */
#include <linux/poll.h>
#include <linux/signalfd.h>
#include "log.h"
#include "plan.h"
#include "terminal.h"

#define MAX_CLIENTS 16
#define CHUNK 32768
#define FRAME_HEAD 5
/* A client that does not read for so long is cut off, so that it cannot hold up the container, ms. */
#define CLIENT_PATIENCE_MS 10000
/* After the end, how long the output that children left behind may keep the pipes open, ms. */
#define DRAIN_MS 200
/* At most so many chunks of it. */
#define DRAIN_ROUNDS 1024
#define RESIZE_FD 4
/* Entries of the poll set before those of the clients. */
#define FIXED 7
#define AF_UNIX_ 1
#define SOCK_STREAM_ 1
#define NONBLOCK_CLOEXEC (O_NONBLOCK | O_CLOEXEC)
#define MSG_NOSIGNAL_ 0x4000
#define WNOHANG_ 1

enum to_us { ATTACH = 1, STDIN = 2, STDIN_CLOSE = 3, RESIZE = 4, REOPEN = 5 };
enum from_us { OUT = 1, ERR = 2, EXIT = 3, REOPENED = 4, PID = 5 };

void report_error(long step, long error);
void report_started(long pid);

struct client {
  int fd; /* 0 = free */
  int attached;
  size_t used;
  unsigned char frame[FRAME_HEAD + CHUNK];
};

static struct {
  const struct options *options;
  int listener, signals, tty, pid;
  int in, out, err; /* -1 when closed */
  struct log_stream log_out, log_err;
  struct client clients[MAX_CLIENTS];
  size_t pending, pending_at; /* bytes for the container's stdin that it has not taken yet */
  unsigned char pending_data[CHUNK];
  int close_stdin;   /* once nothing is pending */
  int resizes_ended; /* of an exec */
} s;

static void close_fd(int *fd) {
  if (*fd >= 0) SYS(__NR_close, *fd);
  *fd = -1;
}

static void drop(struct client *c) {
  int was_attached = c->attached;
  SYS(__NR_close, c->fd);
  c->fd = c->attached = c->used = 0;
  if (was_attached && s.options->stdin_once) s.close_stdin = 1;
}

static void send_frame(struct client *c, int type, const void *data, size_t n) {
  static unsigned char frame[FRAME_HEAD + CHUNK];
  size_t at = 0;
  frame[0] = type;
  for (int i = 0; i < 4; i++) frame[1 + i] = n >> (8 * i);
  copy(frame + FRAME_HEAD, data, n);
  n += FRAME_HEAD;
  while (at < n) {
    long r = SYS(__NR_sendto, c->fd, frame + at, n - at, MSG_NOSIGNAL_, 0, 0);
    if (r > 0) at += r;
    else if (r == -EAGAIN) {
      struct pollfd p = {c->fd, POLLOUT, 0};
      long wait[2] = {CLIENT_PATIENCE_MS / 1000, 0};
      if (SYS(__NR_ppoll, &p, 1, wait, 0, 0) == 1) continue;
      return drop(c);
    } else if (r != -EINTR) return drop(c);
  }
}

static void to_attached(int type, const void *data, size_t n) {
  for (struct client *c = s.clients; c < s.clients + MAX_CLIENTS; c++)
    if (c->fd && c->attached) send_frame(c, type, data, n);
}

/* Moves one chunk of output; closes at its end. */
static void pump(int *fd, int type, struct log_stream *log) {
  static char chunk[CHUNK];
  long r = SYS(__NR_read, *fd, chunk, CHUNK);
  if (r == -EAGAIN || r == -EINTR) return;
  if (r <= 0) return close_fd(fd); /* a terminal whose last user is gone says EIO */
  if (s.options->log) log_append(log, chunk, r);
  if (s.options->socket) to_attached(type, chunk, r);
  else write_all(1, chunk, r);
}

static void flush_stdin(void) {
  int *fd = s.tty >= 0 ? &s.tty : &s.in;
  while (s.pending && *fd >= 0) {
    long r = SYS(__NR_write, *fd, s.pending_data + s.pending_at, s.pending);
    if (r == -EAGAIN) return;
    if (r == -EINTR) continue;
    if (r < 0) {
      if (s.tty < 0) close_fd(&s.in);
      break;
    }
    s.pending_at += r;
    s.pending -= r;
  }
  s.pending = s.pending_at = 0;
  if (s.close_stdin) close_fd(&s.in);
}

static void serve_frame(struct client *c, int type, unsigned char *data, size_t n) {
  if (type == ATTACH) c->attached = 1;
  else if (type == STDIN) {
    copy(s.pending_data, data, n);
    s.pending = n;
    flush_stdin();
  } else if (type == STDIN_CLOSE) {
    s.close_stdin = 1;
    flush_stdin();
  } else if (type == RESIZE && n == 4 && s.tty >= 0) resize_terminal(s.tty, data[0] | data[1] << 8, data[2] | data[3] << 8);
  else if (type == REOPEN) {
    if (s.options->log) log_open(s.options->log);
    send_frame(c, REOPENED, "", 0);
  }
}

/* Serves the frames that are complete, as long as the container takes its stdin. */
static void serve_frames(struct client *c) {
  while (c->fd && c->used >= FRAME_HEAD && !s.pending) {
    size_t n = c->frame[1] | c->frame[2] << 8 | c->frame[3] << 16 | (size_t)c->frame[4] << 24;
    if (n > CHUNK) return drop(c);
    if (c->used < FRAME_HEAD + n) return;
    serve_frame(c, c->frame[0], c->frame + FRAME_HEAD, n);
    if (!c->fd) return;
    c->used -= FRAME_HEAD + n;
    copy(c->frame, c->frame + FRAME_HEAD + n, c->used);
  }
}

static void read_client(struct client *c) {
  long r = SYS(__NR_read, c->fd, c->frame + c->used, sizeof c->frame - c->used);
  if (r == -EAGAIN || r == -EINTR) return;
  if (r <= 0) return drop(c);
  c->used += r;
}

static void accept_client(void) {
  long fd = SYS(__NR_accept4, s.listener, 0, 0, NONBLOCK_CLOEXEC);
  if (fd < 0) return;
  for (struct client *c = s.clients; c < s.clients + MAX_CLIENTS; c++)
    if (!c->fd) {
      c->fd = fd;
      /* Who connects after a restart of the server learns the process id from us: while we live it is not reused. */
      return send_frame(c, PID, &s.pid, sizeof s.pid);
    }
  SYS(__NR_close, fd);
}

static long listen_at(const char *path) {
  struct {
    unsigned short family;
    char path[108];
  } address = {AF_UNIX_, {0}};
  size_t n = length(path);
  long fd = SYS(__NR_socket, AF_UNIX_, SOCK_STREAM_ | NONBLOCK_CLOEXEC, 0), r;
  if (fd < 0) return fd;
  if (n >= sizeof address.path) return -ENAMETOOLONG;
  copy(address.path, path, n);
  SYS(__NR_unlinkat, AT_FDCWD, path, 0);
  r = SYS(__NR_bind, fd, &address, sizeof address);
  if (r == 0) r = SYS(__NR_fchmodat, AT_FDCWD, path, 0600);
  if (r == 0) r = SYS(__NR_listen, fd, MAX_CLIENTS);
  return r < 0 ? r : fd;
}

/* The streams as the child gets them: [0] for the supervisor, [1] for the child. */
struct ends {
  int in[2], out[2], err[2], terminal[2], failure[2];
};

static long open_ends(struct ends *e) {
  static const struct ends closed = {{-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}, {-1, -1}};
  long r;
  *e = closed;
  r = SYS(__NR_pipe2, e->failure, O_CLOEXEC);
  if (r < 0) return r;
  if (s.options->tty) return SYS(__NR_socketpair, AF_UNIX_, SOCK_STREAM_ | O_CLOEXEC, 0, e->terminal);
  if (!s.options->socket) return 0; /* the child inherits our streams */
  if (s.options->stdin_open) {
    int pair[2];
    r = SYS(__NR_pipe2, pair, O_CLOEXEC);
    if (r < 0) return r;
    e->in[0] = pair[1], e->in[1] = pair[0];
    SYS(__NR_fcntl, e->in[0], F_SETFL, O_NONBLOCK);
  }
  r = SYS(__NR_pipe2, e->out, O_CLOEXEC);
  return r < 0 ? r : SYS(__NR_pipe2, e->err, O_CLOEXEC);
}

static void __attribute__((noreturn)) be_child(struct plan *plan, struct ends *e) {
  long outcome[2];
  if (e->in[1] >= 0) SYS(__NR_dup3, e->in[1], 0, 0);
  if (e->out[1] >= 0) SYS(__NR_dup3, e->out[1], 1, 0);
  if (e->err[1] >= 0) SYS(__NR_dup3, e->err[1], 2, 0);
  plan->tty_socket = e->terminal[1];
  if (!s.options->tty) SYS(__NR_setsid);
  outcome[1] = plan_run(plan);
  outcome[0] = plan->step;
  SYS(__NR_write, e->failure[1], outcome, sizeof outcome);
  leave(125);
}

static long fork_child(struct plan *plan, struct ends *e) {
  long pid = SYS(__NR_clone, s.options->clone_flags | SIGCHLD_, 0, 0, 0, 0);
  if (pid == 0) be_child(plan, e);
  int ours[] = {e->in[1], e->out[1], e->err[1], e->terminal[1], e->failure[1]};
  for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) close_fd(&ours[i]);
  return pid;
}

static void keep_out_end(int *slot, int fd) {
  *slot = fd;
  if (fd >= 0) SYS(__NR_fcntl, fd, F_SETFL, O_NONBLOCK);
}

/* Waits until the child's exec has closed the pipe, or a step of its has failed. */
static int has_started(struct plan *plan, struct ends *e, long pid) {
  long outcome[2], r;
  if (e->terminal[0] >= 0) keep_out_end(&s.tty, receive_terminal(e->terminal[0]));
  do r = SYS(__NR_read, e->failure[0], outcome, sizeof outcome);
  while (r == -EINTR);
  close_fd(&e->failure[0]);
  close_fd(&e->terminal[0]);
  if (r <= 0) return 1;
  SYS(__NR_wait4, pid, 0, 0, 0);
  if (s.options->socket) SYS(__NR_unlinkat, AT_FDCWD, s.options->socket, 0);
  plan->step = outcome[0];
  report_error(outcome[0], outcome[1]);
  return 0;
}

/* "CODE SIGNAL TIME\n", put there in one piece. */
static void write_exit(int status) {
  char line[64], path[4096], *p = line;
  int signal = status & 0x7f;
  size_t n = length(s.options->exits);
  p = decimal(p, signal ? 128 + signal : status >> 8 & 0xff, 1), *p++ = ' ';
  p = decimal(p, signal, 1), *p++ = ' ';
  p = log_time(p), *p++ = '\n';
  if (n + 5 > sizeof path) return;
  copy(path, s.options->exits, n);
  copy(path + n, ".new", 5);
  long fd = SYS(__NR_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return;
  write_all(fd, line, p - line);
  SYS(__NR_fdatasync, fd);
  SYS(__NR_close, fd);
  SYS(__NR_renameat2, AT_FDCWD, path, AT_FDCWD, s.options->exits, 0);
}

static int output_open(void) { return s.out >= 0 || s.err >= 0 || s.tty >= 0; }

/* A size for the terminal of an exec, 4 bytes: rows, columns. */
static void read_resize(void) {
  unsigned char size[4];
  if (SYS(__NR_read, RESIZE_FD, size, sizeof size) == sizeof size) resize_terminal(s.tty, size[0] | size[1] << 8, size[2] | size[3] << 8);
  else s.resizes_ended = 1;
}

/* One round of waiting and serving. Returns false when nothing came within the timeout (ms, -1 = for ever). */
static int serve_once(int timeout_ms) {
  struct pollfd p[FIXED + MAX_CLIENTS];
  int in = s.tty >= 0 ? s.tty : s.in, is_exec_tty = s.options->tty && !s.options->socket;
  long wait[2] = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
  p[0] = (struct pollfd){s.signals, POLLIN, 0};
  p[1] = (struct pollfd){s.listener, POLLIN, 0};
  p[2] = (struct pollfd){s.tty >= 0 ? s.tty : s.out, POLLIN, 0};
  p[3] = (struct pollfd){s.err, POLLIN, 0};
  p[4] = (struct pollfd){s.pending ? in : -1, POLLOUT, 0};
  p[5] = (struct pollfd){is_exec_tty && !s.close_stdin && !s.pending ? 0 : -1, POLLIN, 0};
  p[6] = (struct pollfd){is_exec_tty && !s.resizes_ended ? RESIZE_FD : -1, POLLIN, 0};
  for (int i = 0; i < MAX_CLIENTS; i++) p[FIXED + i] = (struct pollfd){s.clients[i].fd && !s.pending ? s.clients[i].fd : -1, POLLIN, 0};
  if (SYS(__NR_ppoll, p, FIXED + MAX_CLIENTS, timeout_ms < 0 ? 0 : wait, 0, 0) <= 0) return 0;
  if (p[4].revents) flush_stdin();
  if (p[2].revents) pump(s.tty >= 0 ? &s.tty : &s.out, OUT, &s.log_out);
  if (p[3].revents) pump(&s.err, ERR, &s.log_err);
  if (p[1].revents) accept_client();
  if (p[5].revents) {
    long r = SYS(__NR_read, 0, s.pending_data, CHUNK);
    if (r > 0) s.pending = r, flush_stdin();
    else if (r != -EAGAIN && r != -EINTR) s.close_stdin = 1;
  }
  if (p[6].revents) read_resize();
  for (int i = 0; i < MAX_CLIENTS; i++) {
    if (p[FIXED + i].revents && s.clients[i].fd) read_client(&s.clients[i]);
    if (s.clients[i].fd) serve_frames(&s.clients[i]);
  }
  if (s.close_stdin && !s.pending) flush_stdin();
  return 1;
}

static int serve_until_exit(long pid) {
  int status = 0;
  for (;;) {
    char info[128];
    serve_once(-1);
    while (SYS(__NR_read, s.signals, info, sizeof info) > 0) continue;
    if (SYS(__NR_wait4, pid, &status, WNOHANG_, 0) == pid) break;
  }
  /* The pipes may still hold output, or be held open by children that live on. */
  SYS(__NR_fcntl, s.out, F_SETFL, O_NONBLOCK);
  SYS(__NR_fcntl, s.err, F_SETFL, O_NONBLOCK);
  for (int round = 0; round < DRAIN_ROUNDS && output_open() && serve_once(DRAIN_MS); round++) continue;
  return status;
}

static void finish(int status) {
  unsigned char code[4] = {0};
  int signal = status & 0x7f;
  code[0] = signal ? 128 + signal : status >> 8;
  if (s.options->log) {
    log_flush(&s.log_out);
    log_flush(&s.log_err);
  }
  if (s.options->exits) write_exit(status);
  for (struct client *c = s.clients; c < s.clients + MAX_CLIENTS; c++)
    if (c->fd) send_frame(c, EXIT, code, sizeof code);
  if (s.options->socket) SYS(__NR_unlinkat, AT_FDCWD, s.options->socket, 0);
}

int supervise(struct plan *plan) {
  struct ends e;
  unsigned long mask = 1UL << (SIGCHLD_ - 1) | 1UL << (SIGPIPE_ - 1), wanted = 1UL << (SIGCHLD_ - 1);
  long r, pid;
  int status;
  s.options = &plan->options;
  s.listener = s.tty = s.in = s.out = s.err = -1;
  s.log_out.name = "stdout", s.log_err.name = "stderr";
  SYS(__NR_rt_sigprocmask, 0 /* SIG_BLOCK */, &mask, 0, sizeof mask);
  s.signals = SYS(__NR_signalfd4, -1, &wanted, sizeof wanted, NONBLOCK_CLOEXEC);
  SYS(__NR_setsid);
  r = open_ends(&e);
  if (r == 0 && s.options->socket) r = s.listener = listen_at(s.options->socket);
  if (r < 0) return report_error(plan->step, r), 125;
  if (s.options->log) log_open(s.options->log);
  pid = fork_child(plan, &e);
  if (pid < 0) return report_error(plan->step - 1, pid), 125;
  s.in = e.in[0], s.out = e.out[0], s.err = e.err[0];
  if (!has_started(plan, &e, pid)) return 125;
  s.pid = pid;
  report_started(pid);
  if (!s.options->socket && !s.options->tty)
    for (int fd = 0; fd < 3; fd++) SYS(__NR_close, fd);
  status = serve_until_exit(pid);
  finish(status);
  return status & 0x7f ? 128 + (status & 0x7f) : status >> 8 & 0xff;
}
