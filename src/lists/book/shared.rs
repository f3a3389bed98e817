//! The shared texts of a workbook, stored one after the other in one buffer.

use super::super::reason::Unreadable;
use super::buffer::LONGEST_TEXT;

/// Limits for the bytes and the number of shared texts.
const MOST_BYTES: usize = 64_000_000;
const MOST_TEXTS: usize = 4_000_000;

/// Shared texts by their number.
#[derive(Debug, Default)]
pub(super) struct SharedTexts {
    text: String,
    ends: Vec<u32>,
}

impl SharedTexts {
    /// Adds the next one.
    pub(super) fn add(&mut self, text: &str) -> Result<(), Unreadable> {
        let end = (0..=text.len().min(LONGEST_TEXT)).rev().find(|at| text.is_char_boundary(*at));
        self.text.push_str(&text[..end.unwrap_or(0)]);
        if self.text.len() > MOST_BYTES || self.ends.len() >= MOST_TEXTS {
            return Err(Unreadable::TooLarge);
        }
        self.ends.push(u32::try_from(self.text.len()).map_err(|_error| Unreadable::TooLarge)?);
        Ok(())
    }

    /// The text with this number, counted from 0.
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)? as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        self.text.get(start..end)
    }

    /// Whether there are no texts.
    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}
