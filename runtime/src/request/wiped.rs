//! [`WipedBuffer`]: a growing buffer that leaves no copy of its contents behind.

use std::io::{self, Write};

use zeroize::Zeroizing;

/// A buffer that wipes its old memory whenever it grows: a plain `Vec` leaves the outgrown copy in the heap.
#[derive(Clone, Default)]
pub(super) struct WipedBuffer(Zeroizing<Vec<u8>>);

impl WipedBuffer {
    /// Adds bytes.
    pub(super) fn extend(&mut self, bytes: &[u8]) {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut grown = Zeroizing::new(Vec::with_capacity(needed.max(256).next_power_of_two()));
            grown.extend_from_slice(&self.0);
            // Dropping the outgrown buffer wipes it.
            self.0 = grown;
        }
        self.0.extend_from_slice(bytes);
    }

    /// Whether nothing was written.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was written.
    pub(super) fn into_inner(self) -> Zeroizing<Vec<u8>> {
        self.0
    }
}

impl Write for WipedBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_written_is_there() {
        let mut buffer = WipedBuffer::default();
        for _ in 0..1000 {
            buffer.write_all(b"0123456789").unwrap();
        }
        assert_eq!(buffer.into_inner().as_slice(), "0123456789".repeat(1000).as_bytes());
    }
}
