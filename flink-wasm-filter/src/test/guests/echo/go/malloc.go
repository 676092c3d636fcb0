//go:build malloc

package main

import "unsafe"

// What the host holds. The collector does not see the host's pointers, so they are kept here.
var lent = map[unsafe.Pointer][]byte{}

//go:wasmexport malloc
func malloc(size uint32) unsafe.Pointer {
	block := make([]byte, size+1)
	address := unsafe.Pointer(&block[0])
	lent[address] = block
	return address
}

//go:wasmexport free
func free(address unsafe.Pointer) {
	delete(lent, address)
}
