//go:build !tinygo

package main

import "unsafe"

// Hosts that place tag and record in the filter's own heap, as Fluent Bit does, look for malloc and free. TinyGo exports
// both by itself.

// What the host holds: the collector does not see the host's pointers.
var lent = map[unsafe.Pointer][]byte{}

//go:wasmexport malloc
func malloc(size uint32) unsafe.Pointer {
	block := make([]byte, max(size, 1))
	address := unsafe.Pointer(&block[0])
	lent[address] = block
	return address
}

//go:wasmexport free
func free(address unsafe.Pointer) {
	delete(lent, address)
}
