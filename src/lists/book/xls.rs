//! Reads XLS (MS-XLS, BIFF8 and BIFF5): a stream of records. Cells are read as they come, and the claimed size of a
//! sheet is ignored.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use encoding_rs::UTF_16LE;

use super::super::collector::shortened;
use super::super::reason::Unreadable;
use super::super::rows::{Content, OnRow, Rows, Sheet};
use super::buffer::{LONGEST_TEXT, RowBuffer};
use super::compound::{u16_at, u32_at};
use super::shared::SharedTexts;
use super::xlsx::{is_built_in_date, is_date_format};
use super::xml::LONGEST_NAME;

/// How many records are read in total, counting each reading of a sheet.
const MOST_RECORDS: u64 = 100_000_000;

mod kind {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const EOF: u16 = 0x000a;
    pub(super) const FILE_PASS: u16 = 0x002f;
    pub(super) const CONTINUE: u16 = 0x003c;
    pub(super) const BOUND_SHEET: u16 = 0x0085;
    pub(super) const MUL_RK: u16 = 0x00bd;
    pub(super) const R_STRING: u16 = 0x00d6;
    pub(super) const XF: u16 = 0x00e0;
    pub(super) const SST: u16 = 0x00fc;
    pub(super) const LABEL_SST: u16 = 0x00fd;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const BOOL_ERR: u16 = 0x0205;
    pub(super) const ROW: u16 = 0x0208;
    pub(super) const STRING: u16 = 0x0207;
    pub(super) const RK: u16 = 0x027e;
    pub(super) const FORMAT: u16 = 0x041e;
    pub(super) const BOF: u16 = 0x0809;
}

/// A sheet's name and the position of its first record.
struct SheetStart {
    name: String,
    is_hidden: bool,
    from: usize,
}

/// A workbook.
pub(in crate::lists) struct Xls {
    stream: Vec<u8>,
    sheets: Vec<SheetStart>,
    shared: SharedTexts,
    dates: Vec<bool>,
    is_biff8: bool,
    left: Cell<u64>,
}

/// The records of a stream from a position on.
fn records(stream: &[u8], mut at: usize) -> impl Iterator<Item = (u16, usize, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
        let (from, data) = (at, stream.get(at + 4..at + 4 + length)?);
        at += 4 + length;
        Some((kind, from, data))
    })
}

impl Xls {
    /// Reads what the sheets share.
    pub(super) fn open(stream: Vec<u8>) -> Result<Self, Unreadable> {
        let mut book = Self {
            stream,
            sheets: Vec::new(),
            shared: SharedTexts::default(),
            dates: Vec::new(),
            is_biff8: true,
            left: Cell::new(MOST_RECORDS),
        };
        book.read_globals().ok_or(Unreadable::BrokenWorkbook)??;
        Ok(book)
    }

    fn read_globals(&mut self) -> Option<Result<(), Unreadable>> {
        let (mut own_formats, mut formats, mut texts) = (HashMap::new(), Vec::new(), Vec::new());
        let mut begins = true;
        for (kind, from, data) in records(&self.stream, 0) {
            match kind {
                kind::BOF if begins => match u16_at(data, 0)? {
                    0x0600 => self.is_biff8 = true,
                    0x0500 => self.is_biff8 = false,
                    _ => return None,
                },
                _ if begins => return None,
                kind::FILE_PASS => return Some(Err(Unreadable::Protected)),
                kind::BOUND_SHEET if data.get(5) == Some(&0) => {
                    let name = self.short_text(data.get(6..)?)?;
                    let (name, from) =
                        (shortened(&name, LONGEST_NAME), usize::try_from(u32_at(data, 0)?).ok()?);
                    // Hidden or very hidden (MS-XLS 2.4.28).
                    self.sheets.push(SheetStart { name, is_hidden: data[4] & 3 != 0, from });
                }
                kind::FORMAT => {
                    let code = self.is_biff8.then(|| text_of(data.get(2..)?)).flatten();
                    own_formats.insert(u16_at(data, 0)?, code.is_some_and(|code| is_date_format(&code)));
                }
                kind::XF => formats.push(u16_at(data, 2)?),
                kind::SST => texts = vec![(from + 4, data.len())],
                kind::CONTINUE if !texts.is_empty() => texts.push((from + 4, data.len())),
                kind::EOF => break,
                // Later continuation records belong to something else.
                _ if !texts.is_empty() && self.shared.is_empty() => {
                    if let Err(unreadable) = read_shared(&self.stream, &texts, &mut self.shared)? {
                        return Some(Err(unreadable));
                    }
                    texts.clear();
                }
                _ => {}
            }
            begins = false;
        }
        if !texts.is_empty()
            && let Err(unreadable) = read_shared(&self.stream, &texts, &mut self.shared)?
        {
            return Some(Err(unreadable));
        }
        let is_date = |id: &u16| own_formats.get(id).copied().unwrap_or_else(|| is_built_in_date(*id));
        self.dates = formats.iter().map(is_date).collect();
        (!begins).then_some(Ok(()))
    }

    /// Counts one record against the limit.
    fn spend(&self) -> Result<(), Unreadable> {
        self.left.set(self.left.get().checked_sub(1).ok_or(Unreadable::TooLarge)?);
        Ok(())
    }

    /// A sheet's name, with its length in one byte.
    fn short_text(&self, data: &[u8]) -> Option<String> {
        let length = usize::from(*data.first()?);
        if !self.is_biff8 {
            return Some(super::super::heading::decode(data.get(1..=length)?).into_owned());
        }
        characters(data.get(2..)?, length, data.get(1)? & 1 == 1)
    }

    /// Its sheets.
    pub(super) fn sheets(&self) -> Vec<Sheet<'_>> {
        let sheet = |bound: &SheetStart| Sheet {
            name: bound.name.clone(),
            is_hidden: bound.is_hidden,
            rows: Box::new(XlsSheet { book: self, from: bound.from }) as Box<dyn Rows + '_>,
        };
        self.sheets.iter().map(sheet).collect()
    }
}

/// A text of one record, with its length in two bytes.
fn text_of(data: &[u8]) -> Option<String> {
    let (length, flags) = (usize::from(u16_at(data, 0)?), *data.get(2)?);
    let rich = if flags & 8 == 8 { 2 } else { 0 };
    let far_east = if flags & 4 == 4 { 4 } else { 0 };
    characters(data.get(3 + rich + far_east..)?, length, flags & 1 == 1)
}

/// Decodes `length` characters of two bytes, or of one byte each when the high byte is always zero.
fn characters(data: &[u8], length: usize, is_wide: bool) -> Option<String> {
    if is_wide {
        return Some(UTF_16LE.decode_without_bom_handling(data.get(..length * 2)?).0.into_owned());
    }
    Some(data.get(..length)?.iter().map(|b| char::from(*b)).collect())
}

/// A table of texts that continues over several records.
struct ContinuedText<'a> {
    stream: &'a [u8],
    left: &'a [(usize, usize)],
    at: usize,
}

impl<'a> ContinuedText<'a> {
    /// The rest of the current record.
    fn rest(&mut self) -> Option<&'a [u8]> {
        while self.left.first()?.1 == self.at {
            self.left = &self.left[1..];
            self.at = 0;
        }
        let (from, length) = *self.left.first()?;
        self.stream.get(from + self.at..from + length)
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.rest()?.first()?;
        self.at += 1;
        Some(byte)
    }

    fn number(&mut self, bytes: u32) -> Option<usize> {
        (0..bytes).try_fold(0, |sum, at| Some(sum | usize::from(self.byte()?) << (8 * at)))
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            let step = self.rest()?.len().min(count);
            self.at += step;
            count -= step;
        }
        Some(())
    }

    /// Reads `length` characters. If a record ends within them, the next one states their width again.
    fn text(&mut self, mut length: usize, mut is_wide: bool) -> Option<String> {
        let mut text = String::new();
        while length > 0 {
            if self.left.first()?.1 == self.at {
                is_wide = self.byte()? & 1 == 1;
            }
            let rest = self.rest()?;
            let width = if is_wide { 2 } else { 1 };
            let count = (rest.len() / width).min(length);
            if count == 0 {
                return None;
            }
            if text.len() < LONGEST_TEXT {
                text.push_str(&characters(rest, count, is_wide)?);
            }
            self.at += count * width;
            length -= count;
        }
        Some(text)
    }
}

fn read_shared(
    stream: &[u8],
    parts: &[(usize, usize)],
    shared: &mut SharedTexts,
) -> Option<Result<(), Unreadable>> {
    let mut parts = ContinuedText { stream, left: parts, at: 0 };
    parts.skip(4)?;
    let count = parts.number(4)?;
    for _ in 0..count {
        let (length, flags) = (parts.number(2)?, parts.byte()?);
        let runs = if flags & 8 == 8 { parts.number(2)? } else { 0 };
        let extra = if flags & 4 == 4 { parts.number(4)? } else { 0 };
        let text = parts.text(length, flags & 1 == 1)?;
        parts.skip(runs * 4 + extra)?;
        if let Err(unreadable) = shared.add(&text) {
            return Some(Err(unreadable));
        }
    }
    Some(Ok(()))
}

/// A sheet, by the position of its first record.
struct XlsSheet<'b> {
    book: &'b Xls,
    from: usize,
}

impl Rows for XlsSheet<'_> {
    fn each(&self, visit: OnRow<'_>) -> Result<(), Unreadable> {
        let mut buffer = RowBuffer::default();
        let (mut row, mut depth, mut formula) = (0_u16, 0_usize, None);
        let mut hidden = HashSet::new();
        for (kind, _, data) in records(&self.book.stream, self.from) {
            self.book.spend()?;
            match kind {
                kind::BOF => depth += 1,
                kind::EOF if depth <= 1 => break,
                kind::EOF => depth -= 1,
                // A chart within a sheet.
                _ if depth > 1 => {}
                // The row record precedes its cells. Its flag marks a hidden row (MS-XLS 2.4.221).
                kind::ROW if data.get(12).is_some_and(|flags| flags & 0x20 != 0) => {
                    hidden.extend(u16_at(data, 0));
                }
                kind::STRING => {
                    if let Some(column) = formula.take() {
                        let text = self.text(data).ok_or(Unreadable::BrokenWorkbook)?;
                        buffer.add(column, Content::Text(&text))?;
                    }
                }
                _ if is_cell(kind) => {
                    let place = u16_at(data, 0).zip(u16_at(data, 2));
                    let (next, column) = place.ok_or(Unreadable::BrokenWorkbook)?;
                    if next < row {
                        return Err(Unreadable::BrokenWorkbook);
                    }
                    if next > row {
                        if let ControlFlow::Break(ended) = buffer.hand_over(u64::from(row) + 1, 1, visit) {
                            return ended;
                        }
                        buffer.clear();
                        row = next;
                    }
                    if hidden.contains(&row) {
                        buffer.hide();
                    }
                    formula = self.take(&mut buffer, kind, usize::from(column), data)?;
                }
                _ => {}
            }
        }
        match buffer.hand_over(u64::from(row) + 1, 1, visit) {
            ControlFlow::Break(ended) => ended,
            ControlFlow::Continue(()) => Ok(()),
        }
    }
}

fn is_cell(kind: u16) -> bool {
    use kind::{BOOL_ERR, FORMULA, LABEL, LABEL_SST, MUL_RK, NUMBER, R_STRING, RK};
    matches!(kind, FORMULA | MUL_RK | R_STRING | LABEL_SST | NUMBER | LABEL | BOOL_ERR | RK)
}

impl XlsSheet<'_> {
    /// Adds a record's cells. For a formula with a text result it returns the column, because the text is in the next
    /// record.
    fn take(
        &self,
        buffer: &mut RowBuffer,
        kind: u16,
        column: usize,
        data: &[u8],
    ) -> Result<Option<usize>, Unreadable> {
        let broken = || Unreadable::BrokenWorkbook;
        let number_at = |at: usize| Some(f64::from_le_bytes(data.get(at..at + 8)?.try_into().ok()?));
        match kind {
            kind::NUMBER => buffer.add(column, self.number(data, 4, number_at(6).ok_or_else(broken)?))?,
            kind::RK => buffer.add(column, self.number(data, 4, rk_at(data, 6).ok_or_else(broken)?))?,
            kind::MUL_RK => {
                let count = data.len().saturating_sub(6) / 6;
                for at in 0..count {
                    let number = rk_at(data, 4 + at * 6 + 2).ok_or_else(broken)?;
                    buffer.add(column + at, self.number(data, 4 + at * 6, number))?;
                }
            }
            kind::LABEL_SST => {
                let at = u32_at(data, 6).and_then(|at| usize::try_from(at).ok()).ok_or_else(broken)?;
                let text = self.book.shared.get(at).ok_or_else(broken)?;
                buffer.add(column, Content::Text(text.as_bytes()))?;
            }
            kind::LABEL | kind::R_STRING => {
                let text = self.text(data.get(6..).ok_or_else(broken)?).ok_or_else(broken)?;
                buffer.add(column, Content::Text(&text))?;
            }
            kind::BOOL_ERR => buffer.add(column, Content::Text(b"TRUE/FALSE"))?,
            _ if data.get(12..14) == Some(&[0xff, 0xff]) => match data.get(6) {
                Some(0) => return Ok(Some(column)),
                Some(3) => {}
                _ => buffer.add(column, Content::Text(b"TRUE/FALSE"))?,
            },
            _ => buffer.add(column, self.number(data, 4, number_at(6).ok_or_else(broken)?))?,
        }
        Ok(None)
    }

    /// A number, or a date if the cell's format says so.
    fn number<'c>(&self, data: &[u8], format_at: usize, number: f64) -> Content<'c> {
        let format = u16_at(data, format_at).map(usize::from);
        let is_date = format.is_some_and(|format| self.book.dates.get(format) == Some(&true));
        if is_date { Content::Date(number) } else { Content::Number(number) }
    }

    /// The text of a record: UTF-8, or in BIFF5 an unknown code page.
    fn text(&self, data: &[u8]) -> Option<Vec<u8>> {
        if self.book.is_biff8 {
            return text_of(data).map(String::into_bytes);
        }
        let length = usize::from(u16_at(data, 0)?);
        data.get(2..2 + length).map(<[u8]>::to_vec)
    }
}

/// A number in 30 bits: an integer or the high bits of a float, perhaps in hundredths.
fn rk_at(data: &[u8], at: usize) -> Option<f64> {
    let rk = u32_at(data, at)?;
    let number =
        if rk & 2 == 2 { f64::from(rk.cast_signed() >> 2) } else { f64::from_bits(u64::from(rk & !3) << 32) };
    Some(if rk & 1 == 1 { number / 100.0 } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers_are_read() {
        for (rk, number) in [(1_001_u32 << 2 | 2, 1_001.0), (12_345 << 2 | 3, 123.45), (0x3ff0_0000, 1.0)] {
            assert!((rk_at(&rk.to_le_bytes(), 0).unwrap() - number).abs() < 1e-9, "{rk:x}");
        }
    }
}
