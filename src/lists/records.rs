//! Reads the records of a delimited text (RFC 4180 and variants of spreadsheet programs). Quoted cells may contain
//! delimiters, line ends and doubled quotation marks. Lines end in CR, LF or both.

use super::reason::Unreadable;
use super::rows::{Cell, Content, Flow, MOST_COLUMNS, ON, OnRow, Row, Rows};

/// The delimiter for texts with one cell per line. It occurs in no text.
pub(super) const ONE_CELL: u8 = 0;
/// The possible delimiters. If two fit equally well, the earlier one is used.
pub(super) const DELIMITERS: [u8; 4] = [b';', b'\t', b'|', b','];
/// How many bytes of a cell with doubled quotation marks are kept; more than any value needs.
const LONGEST_UNQUOTED: usize = 1_024;

/// A text with a delimiter between the cells of its lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Delimited<'a> {
    pub(super) text: &'a [u8],
    pub(super) delimiter: u8,
    /// The number of lines before the text.
    pub(super) lines_before: u64,
}

/// Where a cell's content is: in the text, or unquoted in a buffer.
#[derive(Clone, Copy, Debug)]
enum Span {
    Text(usize, usize),
    Unquoted(usize, usize),
}

struct RecordReader<'a> {
    text: &'a [u8],
    delimiter: u8,
    at: usize,
    line: u64,
    spans: Vec<(usize, Span)>,
    unquoted: Vec<u8>,
    width: usize,
    is_open: bool,
}

impl Rows for Delimited<'_> {
    fn each(&self, visit: OnRow<'_>) -> Result<(), Unreadable> {
        let mut reader = RecordReader {
            text: self.text,
            delimiter: self.delimiter,
            at: 0,
            line: self.lines_before + 1,
            spans: Vec::new(),
            unquoted: Vec::new(),
            width: 0,
            is_open: false,
        };
        while reader.at < reader.text.len() {
            let number = reader.line;
            reader.read_record()?;
            if let std::ops::ControlFlow::Break(ended) = reader.hand_over(number, visit) {
                return ended;
            }
        }
        Ok(())
    }

    fn can_shift(&self) -> bool {
        true
    }

    fn can_split_numbers(&self) -> bool {
        self.delimiter == b','
    }
}

impl RecordReader<'_> {
    fn hand_over(&self, number: u64, visit: OnRow<'_>) -> Flow {
        let content = |span: &Span| match *span {
            Span::Text(from, to) => Content::Text(&self.text[from..to]),
            Span::Unquoted(from, to) => Content::Text(&self.unquoted[from..to]),
        };
        let cells = self.spans.iter().map(|(column, span)| Cell { column: *column, content: content(span) });
        let cells: Vec<Cell> = cells.filter(|cell| !cell.content.is_empty()).collect();
        if cells.is_empty() && !self.is_open {
            return ON;
        }
        visit(&Row { width: self.width, is_open: self.is_open, ..Row::plain(number, &cells) })
    }

    fn read_record(&mut self) -> Result<(), Unreadable> {
        self.spans.clear();
        self.unquoted.clear();
        self.is_open = false;
        let mut column = 0;
        loop {
            let span = self.read_cell();
            // Empty cells are not stored and their number is not limited.
            if !matches!(span, Span::Text(from, to) | Span::Unquoted(from, to) if from == to) {
                if column >= MOST_COLUMNS {
                    return Err(Unreadable::TooWide);
                }
                self.spans.push((column, span));
            }
            column += 1;
            self.width = column;
            match self.text.get(self.at) {
                None => return Ok(()),
                Some(b'\r' | b'\n') => {
                    self.at += line_end(&self.text[self.at..]);
                    self.line += 1;
                    return Ok(());
                }
                Some(_delimiter) => self.at += 1,
            }
        }
    }

    /// Reads up to the delimiter, the line end or the end of the text. The position stays there.
    fn read_cell(&mut self) -> Span {
        let begin = self.at;
        let blanks = self.text[begin..].iter().take_while(|b| **b == b' ').count();
        if self.text.get(begin + blanks) == Some(&b'"') {
            return self.read_quoted(begin + blanks);
        }
        self.at = self.cell_end(begin);
        if self.delimiter == ONE_CELL {
            // Some programs write delimiters also after the only column. Delimiters within the cell stay.
            let is_filler = |b: &u8| *b == b' ' || DELIMITERS.contains(b);
            let fillers = self.text[begin..self.at].iter().rev().take_while(|b| is_filler(b)).count();
            return Span::Text(begin, self.at - fillers);
        }
        Span::Text(begin, self.at)
    }

    fn cell_end(&self, from: usize) -> usize {
        let found = memchr::memchr3(self.delimiter, b'\r', b'\n', &self.text[from..]);
        found.map_or(self.text.len(), |at| from + at)
    }

    /// Reads a cell that starts with the quotation mark at this position.
    fn read_quoted(&mut self, mark: usize) -> Span {
        let inside = mark + 1;
        let (mut at, mut is_doubled) = (inside, false);
        let end = loop {
            match memchr::memchr(b'"', &self.text[at..]) {
                None => {
                    self.is_open = true;
                    break self.text.len();
                }
                Some(found) if self.text.get(at + found + 1) == Some(&b'"') => {
                    is_doubled = true;
                    at += found + 2;
                }
                Some(found) => break at + found,
            }
        };
        self.line += count_line_ends(&self.text[inside..end]);
        let after = (end + 1).min(self.text.len());
        self.at = self.cell_end(after);
        let rest = &self.text[after..self.at];
        if !rest.iter().all(|b| *b == b' ' || (self.delimiter == ONE_CELL && DELIMITERS.contains(b))) {
            // Text follows the closing mark, so the cell is returned unchanged. If it spans several lines, a stray
            // mark has swallowed rows.
            self.is_open |= count_line_ends(&self.text[inside..end]) > 0;
            return Span::Text(mark, self.at);
        }
        if !is_doubled {
            return Span::Text(inside, end);
        }
        let from = self.unquoted.len();
        let mut was_mark = false;
        for b in self.text[inside..end].iter().take(LONGEST_UNQUOTED) {
            was_mark = *b == b'"' && !was_mark;
            if !was_mark {
                self.unquoted.push(*b);
            }
        }
        Span::Unquoted(from, self.unquoted.len())
    }
}

/// The length of the line end at the start of the text.
pub(super) fn line_end(text: &[u8]) -> usize {
    if text.starts_with(b"\r\n") { 2 } else { 1 }
}

fn count_line_ends(text: &[u8]) -> u64 {
    let ends = memchr::memchr2_iter(b'\r', b'\n', text);
    ends.filter(|at| text[*at] == b'\r' || *at == 0 || text[*at - 1] != b'\r').count() as u64
}

/// A text with blanks between its cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spaced<'a> {
    pub(super) text: &'a [u8],
}

impl Rows for Spaced<'_> {
    fn each(&self, visit: OnRow<'_>) -> Result<(), Unreadable> {
        for (number, line) in lines(self.text) {
            let line = super::heading::decode(line);
            let words = line.split(char::is_whitespace).filter(|word| !word.is_empty()).enumerate();
            let cells: Vec<Cell> = words
                .take(MOST_COLUMNS)
                .map(|(column, word)| Cell { column, content: Content::Text(word.as_bytes()) })
                .collect();
            if !cells.is_empty()
                && let std::ops::ControlFlow::Break(ended) = visit(&Row::plain(number, &cells))
            {
                return ended;
            }
        }
        Ok(())
    }

    fn can_split_headings(&self) -> bool {
        true
    }

    fn can_split_numbers(&self) -> bool {
        true
    }

    fn can_shift(&self) -> bool {
        true
    }
}

/// The lines of a text with their numbers.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let (mut rest, mut number) = (text, 0);
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        number += 1;
        let end = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        rest = if after.is_empty() { after } else { &after[line_end(after)..] };
        Some((number, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str, delimiter: u8) -> Vec<(u64, Vec<(usize, String)>)> {
        let mut found = Vec::new();
        let rows = Delimited { text: text.as_bytes(), delimiter, lines_before: 0 };
        rows.each(&mut |row| {
            let cells = row.cells.iter().map(|cell| (cell.column, cell.content.text().trim().to_owned()));
            found.push((row.number, cells.collect()));
            ON
        })
        .unwrap();
        found
    }

    fn cells(texts: &[&str]) -> Vec<(usize, String)> {
        texts.iter().map(|text| (*text).to_owned()).enumerate().collect()
    }

    #[test]
    fn quoted_cells_may_contain_delimiters_line_ends_and_marks() {
        let text = "ID,Text\r\n1,\"a, \"\"b\"\"\r\nc\"\r\n2,6\" tall\r3, \"x\n4, y\" \n";
        let expected = [
            (1, cells(&["ID", "Text"])),
            (2, cells(&["1", "a, \"b\"\r\nc"])),
            (4, cells(&["2", "6\" tall"])),
            (5, cells(&["3", "x\n4, y"])),
        ];
        assert_eq!(records(text, b','), expected);
    }

    #[test]
    fn empty_cells_and_rows_are_skipped_and_columns_keep_their_numbers() {
        let expected = [(2, vec![(0, "1".to_owned()), (2, "3".to_owned())])];
        assert_eq!(records(";;\n1; ;3;\n\u{a0};\n", b';'), expected);
    }

    #[test]
    fn an_unclosed_quote_is_reported() {
        let mut open = Vec::new();
        let rows = Delimited { text: b"1,a\n2,\"b\n3,c", delimiter: b',', lines_before: 0 };
        rows.each(&mut |row| {
            open.push((row.number, row.is_open));
            ON
        })
        .unwrap();
        assert_eq!(open, [(1, false), (2, true)]);
    }

    #[test]
    fn a_record_of_any_length_takes_bounded_memory() {
        let empty = vec![b','; 1_000_000];
        assert_eq!(Delimited { text: &empty, delimiter: b',', lines_before: 0 }.each(&mut |_| ON), Ok(()));
        let full = b"1,".repeat(20_000);
        let wide = Delimited { text: &full, delimiter: b',', lines_before: 0 };
        assert_eq!(wide.each(&mut |_| ON), Err(Unreadable::TooWide));
    }
}
