// Says exactly what it was given. check returns
//
//	{"crc":CRC-32 of the record,"len":its length,"tag":the tag,"sec":seconds,"nsec":nanoseconds}
//
// and echo the same with the record itself as a further member, "record". Before it computes anything, it copies the
// record into its own heap: where a host has put the record into memory that the runtime takes for its own, the copy
// destroys what is still to be copied, and CRC and record come out wrong.
package main

import (
	"hash/crc32"
	"strconv"
	"unsafe"
)

// The last result; it stays until the next call.
var result []byte

// What echo_with_state remembers: the records of late, and how often each checksum came.
var (
	counts = map[uint32]int{}
	recent = map[int][]byte{}
	calls  int
)

func main() {}

func copied(address unsafe.Pointer, length uint32) []byte {
	return append([]byte(nil), unsafe.Slice((*byte)(address), length)...)
}

func appendQuoted(text []byte, bytes []byte) []byte {
	text = append(text, '"')
	for _, c := range bytes {
		switch {
		case c == '"' || c == '\\':
			text = append(text, '\\', c)
		case c < 0x20:
			text = append(text, '\\', 'u', '0', '0', '0'+c>>4, "0123456789abcdef"[c&15])
		default:
			text = append(text, c)
		}
	}
	return append(text, '"')
}

func run(tag unsafe.Pointer, tagLength, timeSec, timeNsec uint32, record unsafe.Pointer, recordLength uint32, withRecord bool) unsafe.Pointer {
	recordCopy := copied(record, recordLength)
	tagCopy := copied(tag, tagLength)
	crc := crc32.ChecksumIEEE(recordCopy)
	text := append([]byte(nil), `{"crc":`...)
	text = strconv.AppendUint(text, uint64(crc), 10)
	text = append(text, `,"len":`...)
	text = strconv.AppendUint(text, uint64(recordLength), 10)
	text = append(text, `,"tag":`...)
	text = appendQuoted(text, tagCopy)
	text = append(text, `,"sec":`...)
	text = strconv.AppendUint(text, uint64(timeSec), 10)
	text = append(text, `,"nsec":`...)
	text = strconv.AppendUint(text, uint64(timeNsec), 10)
	if withRecord {
		text = append(text, `,"record":`...)
		text = append(text, recordCopy...)
	}
	result = append(text, '}', 0)
	return unsafe.Pointer(&result[0])
}

//go:wasmexport check
func check(tag unsafe.Pointer, tagLength, timeSec, timeNsec uint32, record unsafe.Pointer, recordLength uint32) unsafe.Pointer {
	return run(tag, tagLength, timeSec, timeNsec, record, recordLength, false)
}

//go:wasmexport echo
func echo(tag unsafe.Pointer, tagLength, timeSec, timeNsec uint32, record unsafe.Pointer, recordLength uint32) unsafe.Pointer {
	return run(tag, tagLength, timeSec, timeNsec, record, recordLength, true)
}

// The answer of echo, in a module whose heap grows with what it remembers.
//
//go:wasmexport echo_with_state
func echoWithState(tag unsafe.Pointer, tagLength, timeSec, timeNsec uint32, record unsafe.Pointer, recordLength uint32) unsafe.Pointer {
	recordCopy := copied(record, recordLength)
	counts[crc32.ChecksumIEEE(recordCopy)]++
	recent[calls%16] = recordCopy
	calls++
	return echo(tag, tagLength, timeSec, timeNsec, record, recordLength)
}
