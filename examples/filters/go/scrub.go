// Replaces the values of secrets by "***": of every member, however deep, whose key says that it holds a password, a
// token or the like. Everything else stays as it is, byte for byte.
package main

import (
	"strings"
	"unsafe"
)

// A Wasm filter is a library: the host calls its exports, never main.
func main() {}

// Keys are compared in lower case, with "-" as "_".
var secrets = map[string]bool{
	"access_token":  true,
	"api_key":       true,
	"apikey":        true,
	"authorization": true,
	"client_secret": true,
	"cookie":        true,
	"passwd":        true,
	"password":      true,
	"refresh_token": true,
	"secret":        true,
	"set_cookie":    true,
	"token":         true,
	"x_api_key":     true,
}

// The last result. The host has no part in garbage collection: what no Go variable refers to is gone.
var result []byte

//go:wasmexport scrub
func scrub(tag unsafe.Pointer, tagLength, timeSec, timeNsec uint32, record unsafe.Pointer, recordLength uint32) unsafe.Pointer {
	json := unsafe.Slice((*byte)(record), recordLength)
	result = append(scrubbed(result[:0], json), 0)
	return unsafe.Pointer(&result[0])
}

// scrubbed appends json to out without its secrets. The host passes well-formed JSON, so this looks only for where
// strings and values end.
func scrubbed(out, json []byte) []byte {
	for at := 0; at < len(json); {
		if json[at] != '"' {
			out = append(out, json[at])
			at++
			continue
		}
		end := stringEnd(json, at)
		out = append(out, json[at:end]...)
		key := json[at:end]
		at = end

		// A string before a colon is a key.
		colon := skipSpace(json, at)
		if colon == len(json) || json[colon] != ':' || !isSecret(key) {
			continue
		}
		value := skipSpace(json, colon+1)
		out = append(out, json[at:value]...)
		out = append(out, `"***"`...)
		at = valueEnd(json, value)
	}
	return out
}

func isSecret(quoted []byte) bool {
	if len(quoted) < 2 {
		return false
	}
	key := strings.ToLower(string(quoted[1 : len(quoted)-1]))
	return secrets[strings.ReplaceAll(key, "-", "_")]
}

func skipSpace(json []byte, at int) int {
	for at < len(json) && (json[at] == ' ' || json[at] == '\t' || json[at] == '\r' || json[at] == '\n') {
		at++
	}
	return at
}

// stringEnd returns where the string that starts at at ends, behind its quote.
func stringEnd(json []byte, at int) int {
	for at++; at < len(json); at++ {
		switch json[at] {
		case '\\':
			at++
		case '"':
			return at + 1
		}
	}
	return len(json)
}

// valueEnd returns where the value that starts at at ends. Nesting is counted, not recursed into: a deeply nested record
// cannot exhaust the stack.
func valueEnd(json []byte, at int) int {
	depth := 0
	for at < len(json) {
		switch json[at] {
		case '"':
			at = stringEnd(json, at)
			if depth == 0 {
				return at
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return at
			}
			depth--
			if depth == 0 {
				return at + 1
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return at
			}
		}
		at++
	}
	return at
}
