#ifndef TERMINAL_H
#define TERMINAL_H

/* The master that send_terminal() sent, or -1. */
int receive_terminal(int socket);
void resize_terminal(int master, unsigned rows, unsigned columns);

#endif
