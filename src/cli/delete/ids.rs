//! Contact ids as people have them: in arguments, in a list, or in the first column of a table with a heading. Nothing is
//! guessed: one thing that is no id refuses the whole.

use crate::domain::ids::ContactId;

/// Most faults that are told at once.
const MOST_FAULTS: usize = 5;

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Read {
    /// Each id once, by rising number.
    pub(super) ids: Vec<ContactId>,
    /// How many stood there more than once.
    pub(super) repeated: usize,
}

/// Reads a list.
///
/// # Errors
/// What is no id, with its line.
pub(super) fn read_list(text: &str) -> Result<Read, String> {
    read(text, false)
}

/// Reads a list, or a table with a heading.
///
/// # Errors
/// What is no id, with its line.
pub(super) fn read_file(text: &str) -> Result<Read, String> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let has_heading = lines.next().is_some_and(is_heading) && lines.next().is_some();
    read(text, has_heading)
}

fn read(text: &str, has_heading: bool) -> Result<Read, String> {
    let text = text.trim_start_matches('\u{feff}');
    let lines = || text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (mut ids, mut faults) = (Vec::new(), Vec::new());
    for (at, line) in lines().skip(usize::from(has_heading)) {
        for token in tokens(line, has_heading) {
            match ContactId::parse(token) {
                Some(id) => ids.push(id),
                None => faults.push(format!("line {}: {:?} is not a contact id", at + 1, shortened(token))),
            }
        }
    }
    if faults.is_empty() {
        return Ok(unique(ids));
    }
    let more = faults.len().saturating_sub(MOST_FAULTS);
    faults.truncate(MOST_FAULTS);
    if more > 0 {
        faults.push(format!("and {more} more"));
    }
    Err(faults.join("\n"))
}

/// Each id once.
pub(super) fn unique(mut ids: Vec<ContactId>) -> Read {
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    Read { repeated: all - ids.len(), ids }
}

/// A table's first line names its columns.
fn is_heading(line: &str) -> bool {
    cell(line.trim_start_matches('\u{feff}')).starts_with(char::is_alphabetic)
}

fn cell(line: &str) -> &str {
    line.split([',', ';', '\t']).next().unwrap_or_default().trim().trim_matches('"').trim()
}

fn tokens(line: &str, is_table: bool) -> Vec<&str> {
    if is_table {
        return vec![cell(line)];
    }
    line.split(|c: char| c.is_whitespace() || c == ',' || c == ';')
        .filter(|token| !token.is_empty())
        .collect()
}

fn shortened(token: &str) -> String {
    token.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Result<Vec<u32>, String> {
        read_file(text).map(|read| read.ids.iter().map(|id| id.get()).collect())
    }

    #[test]
    fn lists_and_tables_are_read() {
        assert_eq!(ids("3 1,2;3\n\n7\r\n"), Ok(vec![1, 2, 3, 7]));
        assert_eq!(ids("\u{feff}ID;Name\n5;\"Doe; Eva\"\n\"6\";x\n"), Ok(vec![5, 6]));
        assert_eq!(read_file("4 4 4").map(|read| read.repeated), Ok(2));
        assert_eq!(ids(""), Ok(vec![]));
    }

    #[test]
    fn what_is_no_id_refuses_the_whole() {
        for text in ["1 2 x3", "0", "-5", "1;Eva", "1.5", "ID\n5\nfive", "ID"] {
            assert!(ids(text).is_err(), "{text}");
        }
        assert!(ids("1\n2\nx").unwrap_err().starts_with("line 3"));
        assert!(ids("1 a b c d e f").unwrap_err().ends_with("and 1 more"));
    }
}
