/* Pseudo-terminals, and the passing of their file descriptor from the child to the supervisor. */
#include <linux/socket.h>
#include <linux/uio.h>
#include <asm/ioctls.h>
#include "plan.h"
#include "terminal.h"

#define SOL_SOCKET_ 1
#define SCM_RIGHTS_ 1
#define MSG_CMSG_CLOEXEC_ 0x40000000

struct message {
  void *name;
  int name_length;
  struct iovec *parts;
  size_t part_count;
  void *control;
  size_t control_length;
  int flags;
};

struct rights {
  size_t length;
  int level, type;
  int fd;
};

long send_terminal(int socket) {
  char byte = 0;
  int unlock = 0;
  long master = SYS(__NR_openat, AT_FDCWD, "/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC), slave, r;
  if (master < 0) return master;
  r = SYS(__NR_ioctl, master, TIOCSPTLCK, &unlock);
  if (r < 0) return r;
  slave = SYS(__NR_ioctl, master, TIOCGPTPEER, O_RDWR | O_NOCTTY);
  if (slave < 0) return slave;
  SYS(__NR_setsid);
  r = SYS(__NR_ioctl, slave, TIOCSCTTY, 0);
  if (r < 0) return r;
  for (int fd = 0; fd < 3; fd++) SYS(__NR_dup3, slave, fd, 0);
  struct iovec part = {&byte, 1};
  struct rights rights = {sizeof(size_t) + 3 * sizeof(int), SOL_SOCKET_, SCM_RIGHTS_, master};
  struct message message = {0, 0, &part, 1, &rights, sizeof rights, 0};
  r = SYS(__NR_sendmsg, socket, &message, 0);
  return r < 0 ? r : 0;
}

int receive_terminal(int socket) {
  char byte;
  struct iovec part = {&byte, 1};
  struct rights rights = {0};
  struct message message = {0, 0, &part, 1, &rights, sizeof rights, 0};
  long r;
  do r = SYS(__NR_recvmsg, socket, &message, MSG_CMSG_CLOEXEC_);
  while (r == -EINTR);
  return r > 0 && rights.type == SCM_RIGHTS_ ? rights.fd : -1;
}

void resize_terminal(int master, unsigned rows, unsigned columns) {
  unsigned short size[4] = {rows, columns, 0, 0};
  SYS(__NR_ioctl, master, TIOCSWINSZ, size);
}
