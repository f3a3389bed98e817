//! Finds the shape of a text: a list, or a table with a delimiter. A heading, or several lines with the same number of
//! cells, make a table.

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::layout::Head;
use super::reason::{Reason, Unreadable};
use super::records::{DELIMITERS, Delimited, ONE_CELL, Spaced};
use super::rows::{ON, Row, Rows};
use super::value::{self, Value, can_be_one_number};

/// The shape of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    List,
    Delimited(u8),
    Spaced,
}

/// Finds the shape. `is_table`: the user named a column, so the text is a table.
pub(super) fn find(text: &[u8], is_table: bool) -> Shape {
    let present: Vec<u8> = DELIMITERS.into_iter().filter(|d| memchr::memchr(*d, text).is_some()).collect();
    let heads: Vec<(u8, Head)> =
        present.iter().filter_map(|d| Some((*d, Head::read(&delimited(text, *d)).ok()?))).collect();
    let one_cell = Head::read(&delimited(text, ONE_CELL)).unwrap_or_default();
    by_named_heading(&heads, &one_cell, text)
        .or_else(|| by_heading(&heads))
        .or_else(|| by_equal_lines(text, &present))
        .or_else(|| one_cell.heading().is_some().then_some(Shape::Delimited(ONE_CELL)))
        .or_else(|| is_table.then(|| by_cells(&heads, text)))
        .unwrap_or(Shape::List)
}

fn delimited(text: &[u8], delimiter: u8) -> Delimited<'_> {
    Delimited { text, delimiter, lines_before: 0 }
}

/// A heading that names contact ids decides.
fn by_named_heading(heads: &[(u8, Head)], one_cell: &Head, text: &[u8]) -> Option<Shape> {
    let width = |head: &Head| head.named_heading().map_or(0, |at| head.rows[at].cells.len());
    let widest = heads.iter().rev().max_by_key(|(_, head)| width(head)).filter(|(_, head)| width(head) > 1);
    if let Some((delimiter, _)) = widest {
        return Some(Shape::Delimited(*delimiter));
    }
    // A delimiter after the only heading.
    let is_followed =
        |head: &Head| head.named_heading().is_some_and(|at| head.rows[at].width > head.rows[at].cells.len());
    if let Some((delimiter, _)) = heads.iter().find(|(_, head)| is_followed(head)) {
        return Some(Shape::Delimited(*delimiter));
    }
    if one_cell.named_heading().is_some() {
        return Some(Shape::Delimited(ONE_CELL));
    }
    // Words are cells only if each line has as many words as the heading.
    let spaced = Head::read(&Spaced { text }).ok().filter(|head| width(head) > 1 && head.rows.len() > 1)?;
    let count = width(&spaced);
    spaced.rows.iter().all(|row| row.cells.len() == count).then_some(Shape::Spaced)
}

/// Any other heading: the one whose width most lines have.
fn by_heading(heads: &[(u8, Head)]) -> Option<Shape> {
    let fit = |head: &Head| {
        let at = head.heading()?;
        let width = head.rows[at].cells.len();
        let like_it = head.rows.iter().filter(|row| row.cells.len() == width).count();
        (width > 1).then_some((like_it, width))
    };
    let best = heads.iter().rev().filter_map(|(delimiter, head)| Some((fit(head)?, *delimiter)));
    best.max_by_key(|(fit, _)| *fit).map(|(_, delimiter)| Shape::Delimited(delimiter))
}

/// Several lines with the same number of cells, at least two.
fn by_equal_lines(text: &[u8], present: &[u8]) -> Option<Shape> {
    let equal = |d: &u8| (most_equal(&delimited(text, *d), *d == b',').unwrap_or(0), *d);
    let (count, delimiter) =
        present.iter().rev().map(equal).max_by_key(|(count, _)| *count).unwrap_or((0, 0));
    if count > 1 {
        return Some(Shape::Delimited(delimiter));
    }
    let spaced = most_equal(&Spaced { text }, true).unwrap_or(0);
    (present.is_empty() && spaced > 1).then_some(Shape::Spaced)
}

/// How many rows have the most frequent number of cells, among rows with several cells. Lines that may be one
/// formatted number do not count.
fn most_equal(rows: &dyn Rows, can_be_number: bool) -> Result<u64, Unreadable> {
    let mut counts = HashMap::<usize, u64>::new();
    rows.each(&mut |row| {
        if row.cells.len() > 1 && !(can_be_number && looks_formatted(row)) {
            *counts.entry(row.cells.len()).or_default() += row.times;
        }
        ON
    })?;
    Ok(counts.into_values().max().unwrap_or(0))
}

/// `12 345`, `12,345,678` or `12,0`, already split at the delimiter.
fn looks_formatted(row: &Row<'_>) -> bool {
    const MOST_GROUPS: usize = 8;
    if row.cells.len() > MOST_GROUPS {
        return false;
    }
    let texts: Vec<String> = row.cells.iter().map(|cell| cell.content.text().trim().to_owned()).collect();
    let are_digits = texts.iter().all(|text| text.bytes().all(|b| b.is_ascii_digit()));
    let has_letters = texts.iter().any(|text| text.contains(char::is_alphabetic));
    let are_groups = texts.windows(2).any(|pair| can_be_one_number(&pair[0], &pair[1]));
    // The code of a country.
    let is_phone = texts[0].starts_with('+') && texts[0].len() <= 4;
    let is_decimal = texts.len() == 2 && texts[1].bytes().all(|b| b == b'0');
    let has_exponent = texts.len() == 2
        && texts[1].contains(['e', 'E'])
        && value::of_text(&texts.join(",")) == Value::Bad(Reason::FormattedNumber);
    (!has_letters && (are_groups || is_phone)) || (are_digits && is_decimal) || has_exponent
}

/// Whether a row may be one formatted number.
fn has_formatted(rows: &dyn Rows) -> bool {
    let mut is_found = false;
    let read = rows.each(&mut |row| {
        is_found = row.cells.len() > 1 && looks_formatted(row);
        if is_found { ControlFlow::Break(Ok(())) } else { ON }
    });
    is_found || read.is_err()
}

/// The delimiter that gives the first line the most cells, among those that split no number.
fn by_cells(heads: &[(u8, Head)], text: &[u8]) -> Shape {
    let cells = |head: &Head| head.rows.first().map_or(0, |row| row.cells.len());
    let splits_none = |(d, _): &&(u8, Head)| *d != b',' || !has_formatted(&delimited(text, *d));
    let best = heads.iter().rev().filter(splits_none).max_by_key(|(_, head)| cells(head));
    let best = best.filter(|(_, head)| cells(head) > 1);
    if let Some((delimiter, _)) = best {
        return Shape::Delimited(*delimiter);
    }
    let spaced = Head::read(&Spaced { text }).map_or(0, |head| cells(&head));
    if spaced > 1 && !has_formatted(&Spaced { text }) { Shape::Spaced } else { Shape::Delimited(ONE_CELL) }
}

/// The delimiter that the first line declares (`sep=;`, a convention of spreadsheet programs), and the text after that
/// line.
pub(super) fn declared(text: &[u8]) -> Option<(u8, &[u8])> {
    let end = memchr::memchr2(b'\r', b'\n', text)?;
    let line = text[..end].trim_ascii().trim_ascii_start();
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let is_mark = line.len() >= 4 && line[..4].eq_ignore_ascii_case(b"sep=");
    // A declared tab was trimmed as a blank.
    let delimiter = match &line[4.min(line.len())..] {
        [] if is_mark => b'\t',
        [one] if is_mark && DELIMITERS.contains(one) => *one,
        _ => return None,
    };
    Some((delimiter, &text[end + super::records::line_end(&text[end..])..]))
}
