//! Contact ids as people have them: in arguments, in a list, or in the first column of a table with a heading. Nothing is
//! guessed: one thing that is no id refuses the whole.

use super::webhook::masked;
use crate::domain::ids::ContactId;

/// Most faults that are told at once.
const MOST_FAULTS: usize = 5;

/// What was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Read {
    /// Each id once, by rising number.
    pub(super) ids: Vec<ContactId>,
    /// How many stood there more than once.
    pub(super) repeated: usize,
    /// The first cell of a table's heading, which is no id.
    pub(super) heading: Option<String>,
}

impl Read {
    /// Both together, each id once.
    pub(super) fn and(self, other: Self) -> Self {
        let both = unique([self.ids, other.ids].concat());
        Self {
            repeated: both.repeated + self.repeated + other.repeated,
            heading: self.heading.or(other.heading),
            ..both
        }
    }
}

/// Reads what stands on the command line.
///
/// # Errors
/// What is no id, with its place.
pub(super) fn read_arguments(arguments: &[String]) -> Result<Read, String> {
    let mut found = Found::named("argument");
    for (at, argument) in arguments.iter().enumerate() {
        found.take_list(at + 1, argument);
    }
    found.settle()
}

/// Reads a file: a list, or a table with a heading. Only digits matter, so other cells may be in any code page.
///
/// # Errors
/// What is no id, with its line.
pub(super) fn read_file(bytes: &[u8]) -> Result<Read, String> {
    if bytes.contains(&0) {
        return Err("this is no plain text; save it as text or CSV in UTF-8".to_owned());
    }
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let mut found = Found::named("line");
    let Some(heading) = heading(text) else {
        for (at, line) in text.lines().enumerate() {
            found.take_list(at + 1, line);
        }
        return found.settle();
    };
    let (_, first) = heading.clone();
    for (line, cell) in first_cells(text, heading.0)?.into_iter().skip(1) {
        found.take(line, cell.trim());
    }
    Ok(Read { heading: Some(first), ..found.settle()? })
}

/// Ids and faults on the way.
struct Found {
    place: &'static str,
    ids: Vec<ContactId>,
    faults: Vec<String>,
    more: usize,
}

impl Found {
    fn named(place: &'static str) -> Self {
        Self { place, ids: Vec::new(), faults: Vec::new(), more: 0 }
    }

    fn take_list(&mut self, at: usize, line: &str) {
        let is_between = |c: char| c.is_whitespace() || c == ',' || c == ';';
        for token in line.split(is_between).filter(|token| !token.is_empty()) {
            self.take(at, token);
        }
    }

    fn take(&mut self, at: usize, token: &str) {
        match ContactId::parse(token) {
            Some(id) => self.ids.push(id),
            None if self.faults.len() < MOST_FAULTS => {
                self.faults.push(format!("{} {at}: {:?} is not a contact id", self.place, shortened(token)));
            }
            None => self.more += 1,
        }
    }

    fn settle(mut self) -> Result<Read, String> {
        if self.faults.is_empty() {
            return Ok(unique(self.ids));
        }
        if self.more > 0 {
            self.faults.push(format!("and {} more", self.more));
        }
        Err(self.faults.join("\n"))
    }
}

fn unique(mut ids: Vec<ContactId>) -> Read {
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    Read { repeated: all - ids.len(), ids, heading: None }
}

/// The delimiter and the first cell of a table's heading. A first line is one when its first cell is a word without a
/// digit and something stands below it.
fn heading(text: &str) -> Option<(char, String)> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let (first, _below) = (lines.next()?, lines.next()?);
    let mut is_quoted = false;
    let delimiter = first.chars().find(|c| {
        is_quoted ^= *c == '"';
        !is_quoted && [',', ';', '\t'].contains(c)
    });
    // A column alone has no delimiter: then none of its cells may hold one.
    let delimiter = delimiter.unwrap_or(',');
    let cell = first.trim_start_matches('"').split(['"', delimiter]).next()?.trim();
    // What is not UTF-8 was a letter of another code page.
    let begins_a_word = |c: char| c.is_alphabetic() || c == char::REPLACEMENT_CHARACTER;
    let is_heading = cell.starts_with(begins_a_word) && !cell.contains(|c: char| c.is_ascii_digit());
    is_heading.then(|| (delimiter, shortened(cell)))
}

/// The first cell of each record that holds anything, with the line on which the record begins. A cell in quotation
/// marks may hold delimiters and line ends (RFC 4180): what stands in it is never taken for an id of its own.
fn first_cells(text: &str, delimiter: char) -> Result<Vec<(usize, String)>, String> {
    let mut records = Vec::new();
    let (mut line, mut begins, mut quoted_since) = (1, 1, None);
    let (mut cell, mut is_first, mut at_start, mut holds_any) = (String::new(), true, true, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let mut keep = false;
        match c {
            '"' if quoted_since.is_some() => {
                keep = chars.next_if_eq(&'"').is_some();
                quoted_since = quoted_since.filter(|_| keep);
            }
            '"' if at_start => quoted_since = Some(line),
            _ if quoted_since.is_some() => keep = true,
            '\n' => {
                if holds_any {
                    records.push((begins, std::mem::take(&mut cell)));
                }
                (is_first, holds_any, begins) = (true, false, line + 1);
            }
            c if c == delimiter => is_first = false,
            _ => keep = true,
        }
        holds_any |= keep && !c.is_whitespace();
        if keep && is_first {
            cell.push(c);
        }
        at_start = quoted_since.is_none() && !keep && c != '"';
        line += usize::from(c == '\n');
    }
    if let Some(line) = quoted_since {
        return Err(format!("line {line}: a quotation mark is never closed"));
    }
    if holds_any {
        records.push((begins, cell));
    }
    Ok(records)
}

fn shortened(token: &str) -> String {
    masked(&token.chars().take(40).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Result<Vec<u32>, String> {
        read_file(text.as_bytes()).map(|read| read.ids.iter().map(|id| id.get()).collect())
    }

    #[test]
    fn lists_and_tables_are_read() {
        assert_eq!(ids("3 1,2;3\n\n7\r\n"), Ok(vec![1, 2, 3, 7]));
        assert_eq!(ids("\u{feff}ID;Name\n5;\"Doe; Eva\"\n\"6\";x\n"), Ok(vec![5, 6]));
        assert_eq!(ids("\"Contact ID\",\"Name\"\r\n\"5\",\"x\"\r\n,,\r\n\r\n8\r\n"), Ok(vec![5, 8]));
        assert_eq!(ids("ID\tName\n5\tEva, Ann\n"), Ok(vec![5]));
        assert_eq!(ids("ID\n5\n6\n"), Ok(vec![5, 6]));
        assert_eq!(read_file(b"4 4 4").map(|read| read.repeated), Ok(2));
        assert_eq!(ids(""), Ok(vec![]));
    }

    #[test]
    fn text_in_a_cell_is_never_an_id() {
        let address = "ID,Address,Name\n5,\"Main St\n12, Springfield\",Eva\n6,\"say \"\"hi\"\"\n7\",Ann\n";
        assert_eq!(ids(address), Ok(vec![5, 6]));
        assert_eq!(ids("ID;Height\n5;6\" tall\n7;x\n"), Ok(vec![5, 7]), "a mark inside a cell opens nothing");
        assert!(ids("ID,Name\n5,\"Eva\n6,Ann\n").unwrap_err().starts_with("line 2"), "never closed");
    }

    #[test]
    fn tables_of_other_code_pages_are_read() {
        let table = b"\xc8\xe4;\xc8\xec\xff\r\n5;\xc5\xe2\xe0\r\n";
        assert_eq!(read_file(table).map(|read| read.ids.len()), Ok(1));
        assert!(read_file(b"\xff\xfe5\0\r\0\n\0").is_err());
    }

    #[test]
    fn what_is_no_id_refuses_the_whole() {
        for text in
            ["1 2 x3", "0", "-5", "1;Eva", "1.5", "ID\n5\nfive", "ID", "x12\n13", "ID\n5;Eva", "ID,A\n,x"]
        {
            assert!(ids(text).is_err(), "{text}");
        }
        assert!(ids("1\n2\nx").unwrap_err().starts_with("line 3"));
        assert!(ids("ID,Text\n1,\"a\nb\"\nx,y").unwrap_err().starts_with("line 4"));
        assert!(ids("1 a b c d e f").unwrap_err().ends_with("and 1 more"));
        let arguments = ["1".to_owned(), "2,x".to_owned()];
        assert!(read_arguments(&arguments).unwrap_err().starts_with("argument 2"));
    }

    #[test]
    fn both_sources_count_each_id_once() {
        let named = read_arguments(&["1".to_owned(), "2".to_owned()]).unwrap();
        let both = named.and(read_file(b"ID\n2\n3\n3").unwrap());
        assert_eq!((both.ids.len(), both.repeated, both.heading.as_deref()), (3, 2, Some("ID")));
    }
}
