//! Reads a list: ids separated by blanks, commas, semicolons, tabs or bars. Text that may be one formatted number
//! never becomes several ids.

use std::ops::ControlFlow;

use super::collector::{Collector, LONGEST_VALUE};
use super::heading::decode;
use super::reason::{Reason, Unreadable};
use super::records::lines;
use super::rows::{Flow, ON, stop_at};
use super::value::{self, Value, can_be_groups, is_blank};

/// Reads all lines of a text.
pub(super) fn take_text(collector: &mut Collector, text: &[u8]) -> Result<(), Unreadable> {
    for (row, line) in lines(text) {
        take_line(collector, row, &decode(line))?;
    }
    Ok(())
}

/// Reads one line or one cell. If one value in it is no id, the whole line is refused, because it is unclear what the
/// other values are.
pub(super) fn take_line(collector: &mut Collector, row: u64, line: &str) -> Result<(), Unreadable> {
    if line.bytes().filter(|b| *b == b'"').count() % 2 == 1 {
        collector.refuse(row, line, Reason::UnclosedQuote, 1);
        return Ok(());
    }
    if is_one_range(line) {
        collector.refuse(row, line, Reason::Range, 1);
        return Ok(());
    }
    let (mut plain, mut named, mut fault) = (false, false, None);
    let ended = each_value(line, &mut |shown, value| {
        match value {
            Value::Plain(_) => plain = true,
            Value::Named(_) => named = true,
            Value::Bad(reason) => fault = Some((shown.to_owned(), reason)),
        }
        if plain && named {
            fault = fault.take().or_else(|| Some((shown.to_owned(), Reason::MixedForm)));
        }
        if fault.is_some() { ControlFlow::Break(Ok(())) } else { ON }
    });
    if let ControlFlow::Break(Err(unreadable)) = ended {
        return Err(unreadable);
    }
    if let Some((value, reason)) = fault {
        collector.refuse(row, &around(line, &value), reason, 1);
        return Ok(());
    }
    if plain || named {
        collector.begin(named, 1);
    }
    match each_value(line, &mut |shown, value| stop_at(collector.add(row, shown, value, 1))) {
        ControlFlow::Break(done) => done,
        ControlFlow::Continue(()) => Ok(()),
    }
}

/// What is shown of a refused line: the whole line, or, if it is long, the faulty value.
fn around(line: &str, value: &str) -> String {
    let line = line.trim_matches(is_blank);
    if line.chars().nth(LONGEST_VALUE).is_none() { line.to_owned() } else { format!("…{value}…") }
}

/// `1001 - 1010` is one range in spite of its blanks.
fn is_one_range(line: &str) -> bool {
    line.len() < 64 && value::of_text(line) == Value::Bad(Reason::Range)
}

type OnValue<'t> = &'t mut dyn FnMut(&str, Value) -> Flow;

/// Calls `take` for each value of a line until it stops.
fn each_value(line: &str, take: OnValue<'_>) -> Flow {
    line.split([';', '\t', '|']).try_for_each(|field| take_field(field, take))
}

/// Reads the text between hard delimiters. Some of its words may belong together.
fn take_field(field: &str, take: OnValue<'_>) -> Flow {
    let mut words = Words { field, at: 0 }.peekable();
    while let Some(word) = words.next() {
        let (from, mut to, mut last) = (word.from, word.to, word);
        let mut is_joined = false;
        while let Some(next) = words.next_if(|next| are_groups(field, &last, next)) {
            (to, last, is_joined) = (next.to, next, true);
        }
        if is_joined {
            take(&field[from..to], Value::Bad(Reason::FormattedNumber))?;
        } else {
            take_word(&field[from..to], take)?;
        }
    }
    ON
}

/// Whether two words with only blanks between them can be groups of one number.
fn are_groups(field: &str, before: &Word, after: &Word) -> bool {
    let (before, after) = (&field[before.from..before.to], &field[after.from..after.to]);
    let end = before.rsplit(',').next().unwrap_or_default();
    let start = after.split(',').next().unwrap_or_default();
    is_digits(end) && is_digits(start) && can_be_groups(end.len(), start.len())
}

/// Reads a word without blanks: one value, or several with commas between them.
fn take_word(word: &str, take: OnValue<'_>) -> Flow {
    let word = word.trim_matches(',');
    if word.is_empty() {
        return ON;
    }
    let whole = value::of_text(word);
    if !word.contains(',') || matches!(whole, Value::Named(_)) || looks_formatted(word) {
        let (word, whole) = unquoted(word).map_or((word, whole), |inner| (inner, value::of_text(inner)));
        return take(word, whole);
    }
    word.split(',').filter(|part| !part.is_empty()).try_for_each(|part| {
        let part = unquoted(part).unwrap_or(part);
        take(part, value::of_text(part))
    })
}

/// Digits with commas that may be group separators or a decimal mark, or a number with an exponent.
fn looks_formatted(word: &str) -> bool {
    if word.len() < 40 && word.contains(['e', 'E', '.', '\'']) {
        return value::of_text(word) == Value::Bad(Reason::FormattedNumber);
    }
    if let Some(inner) = unquoted(word).filter(|inner| !inner.contains('"')) {
        return looks_formatted(inner);
    }
    let parts = || word.split(',');
    let mut pairs =
        parts().zip(parts().skip(1)).filter(|(before, after)| is_digits(before) && is_digits(after));
    let is_decimal = parts().nth(2).is_none() && pairs.clone().any(|(_, decimals)| decimals.len() <= 2);
    is_decimal || pairs.any(|(before, after)| can_be_groups(before.len(), after.len()))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn unquoted(word: &str) -> Option<&str> {
    word.strip_prefix('"').and_then(|word| word.strip_suffix('"'))
}

/// The position of a word in its field.
#[derive(Clone, Copy, Debug)]
struct Word {
    from: usize,
    to: usize,
}

/// The words of a field in order.
#[derive(Clone, Debug)]
struct Words<'a> {
    field: &'a str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let rest = &self.field[self.at..];
        let from = self.at + rest.find(|c| !is_blank(c))?;
        let to = self.field[from..].find(char::is_whitespace).map_or(self.field.len(), |end| from + end);
        self.at = to;
        Some(Word { from, to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::{IdList, ListKind};

    fn read(text: &str) -> IdList {
        let mut collector = Collector::default();
        take_text(&mut collector, text.as_bytes()).unwrap();
        collector.into_list(ListKind::List, Vec::new(), None)
    }

    #[test]
    fn plain_ids_are_read_with_any_separator() {
        for text in [
            "3 1001,1002;7",
            "3\r1001\r\n1002\n\n7",
            "3, 1001, 1002, 7,",
            "\"3\",\"1001\",\"1002\",\"7\"",
            "3|1001|1002\t7",
            "3,7,1001,1002",
            "3\u{a0}\n\u{200b}1001 1002\u{200b} 7",
        ] {
            let list = read(text);
            let ids: Vec<u32> = list.ids.iter().map(|id| id.get()).collect();
            assert_eq!((ids, list.problem_count), (vec![3, 7, 1_001, 1_002], 0), "{text:?}");
        }
    }

    #[test]
    fn one_formatted_number_never_gives_several_ids() {
        for text in [
            "12 345",
            "12\u{a0}345",
            "12\u{202f}345",
            "12\u{2009}345",
            "12,345",
            "12,345,678",
            "\"12,345\"",
            "12.345",
            "12'345",
            "100 200 300",
            "100,200,300",
            "12,5",
            "1001,0",
            "1,01E+05",
            "1.01E+05",
            "12 345 12 346",
            "5 100",
        ] {
            let list = read(text);
            assert!(list.ids.is_empty(), "{text:?}: {:?}", list.ids);
            assert!(list.problems.iter().any(|p| p.reason == Reason::FormattedNumber), "{text:?}");
        }
        assert_eq!(read("1001-1010").problems[0].reason, Reason::Range);
        assert_eq!(read("1001 - 1010").problems[0].value, "1001 - 1010");
    }

    #[test]
    fn an_unclosed_quote_discards_its_line() {
        let list = read("1001\n1002\n1003;\"called\n12;wrong\"\n1004\n1005\n1006");
        assert!(list.ids.is_empty());
        assert_eq!(list.problems[0].reason, Reason::UnclosedQuote);
    }
}
