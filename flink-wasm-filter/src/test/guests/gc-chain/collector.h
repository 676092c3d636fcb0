// A conservative mark-and-sweep collector whose roots are .data and .bss, and a linked list of frames in which each
// function of the guest names the pointers that it holds. The raw stack is never looked at: what only a local
// variable or an argument points to is garbage. Collectors of this kind are what TinyGo links for WebAssembly.
//
// So what `malloc` gave to the host is garbage from the start, and the next collection takes it back.

#ifndef COLLECTOR_H
#define COLLECTOR_H

#include <stddef.h>
#include <stdint.h>

// The pointers that one running function holds.
struct frame {
    struct frame *caller;
    uintptr_t slots;
    void *slot[];
};

extern struct frame *innermost_frame;

// Opens a frame of `count` pointers; they are read and written as frame.slot[i] until LEAVE.
#define ENTER(count)                                                                    \
    struct {                                                                            \
        struct frame *caller;                                                           \
        uintptr_t slots;                                                                \
        void *slot[count];                                                              \
    } frame = {innermost_frame, count, {NULL}};                                         \
    innermost_frame = (struct frame *) &frame

#define LEAVE() (innermost_frame = frame.caller)

// Returns `size` zeroed bytes. Collects when the heap is full, grows it when it is still full after that, and traps
// when it cannot grow.
void *allocate(size_t size);

// The same for an object that holds no pointers: a collection does not look into it.
char *allocate_bytes(size_t size);

extern uint32_t collections;

#endif
