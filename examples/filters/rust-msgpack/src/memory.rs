//! Memory that the filter shares with its host.

use std::alloc::{alloc, dealloc, Layout};
use std::mem::size_of;

/// The last result. The host never frees what a filter returns, so the filter keeps one and drops it for the next.
static mut RESULT: Vec<u8> = Vec::new();

/// Keeps `result` where the host can read it until the next call.
pub fn keep(result: Vec<u8>) -> &'static [u8] {
    // A Wasm instance runs one call at a time, on one thread.
    unsafe {
        RESULT = result;
        &RESULT
    }
}

const HEADER: usize = size_of::<usize>();

fn layout(size: usize) -> Option<Layout> {
    Layout::from_size_align(size.checked_add(HEADER)?, HEADER).ok()
}

/// Lets a host that places records in the filter's own heap do so. Without `malloc` and `free`, Fluent Bit has
/// only `WASM_Heap_Size` for them, and loses every record that is larger.
///
/// # Safety
/// As for the C function: whoever calls it owns the block and gives it back once.
#[no_mangle]
pub unsafe extern "C" fn malloc(size: usize) -> *mut u8 {
    let block = layout(size).map_or(std::ptr::null_mut(), |layout| alloc(layout));
    if block.is_null() {
        return block;
    }
    // Rust wants the size back when a block is freed; C does not have it then.
    *(block as *mut usize) = size;
    block.add(HEADER)
}

/// # Safety
/// `pointer` is null or came from [`malloc`] and has not been freed.
#[no_mangle]
pub unsafe extern "C" fn free(pointer: *mut u8) {
    if pointer.is_null() {
        return;
    }
    let block = pointer.sub(HEADER);
    if let Some(layout) = layout(*(block as *const usize)) {
        dealloc(block, layout);
    }
}
