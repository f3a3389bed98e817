//! Detects the format of a file from its first bytes. File names are ignored, because they are often wrong.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::book::{self, Workbook};
use super::reason::Unreadable;

/// The formats of lists.
pub(super) enum FileKind<'a> {
    /// UTF-8 or a single-byte code page.
    Text(Cow<'a, [u8]>),
    /// A web page with a table.
    Html(Cow<'a, [u8]>),
    Workbook(Box<Workbook<'a>>),
}

/// Formats that are not read, by their first bytes.
const OTHERS: &[(&[u8], Unreadable)] = &[
    (b"%PDF", Unreadable::Pdf),
    (b"\x89PNG", Unreadable::Picture),
    (b"\xff\xd8\xff", Unreadable::Picture),
    (b"GIF8", Unreadable::Picture),
    (b"II*\0", Unreadable::Picture),
    (b"MM\0*", Unreadable::Picture),
    (b"RIFF", Unreadable::Picture),
    (b"\0\0\0\x18ftyp", Unreadable::Picture),
    (b"\x1f\x8b", Unreadable::Archive),
    (b"Rar!", Unreadable::Archive),
    (b"7z\xbc\xaf\x27\x1c", Unreadable::Archive),
    (b"BZh", Unreadable::Archive),
    (b"\xfd7zXZ\0", Unreadable::Archive),
    (b"\x28\xb5\x2f\xfd", Unreadable::Archive),
    (b"{\\rtf", Unreadable::Document),
];

const UTF_8_MARK: &[u8] = b"\xef\xbb\xbf";
/// How many bytes are searched for control characters, which no text contains.
const LOOKED_AT: usize = 64 * 1024;

/// Detects the format.
pub(super) fn find(bytes: &[u8]) -> Result<FileKind<'_>, Unreadable> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return book::of_archive(bytes).map(Box::new).map(FileKind::Workbook);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return book::of_compound_file(bytes).map(Box::new).map(FileKind::Workbook);
    }
    let start = bytes.strip_prefix(UTF_8_MARK).unwrap_or(bytes).trim_ascii_start();
    if let Some((_, other)) =
        OTHERS.iter().find(|(begin, _)| bytes.starts_with(begin) || start.starts_with(begin))
    {
        return Err(*other);
    }
    let text = decode(bytes)?;
    let start = text.trim_ascii_start();
    if start.iter().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n' | 0x1a)) {
        return Err(Unreadable::Empty);
    }
    if start.starts_with(b"<") {
        return if has_table(start) { Ok(FileKind::Html(text)) } else { Err(Unreadable::Markup) };
    }
    if start.starts_with(b"{") || start.starts_with(b"[") {
        return Err(Unreadable::Markup);
    }
    Ok(FileKind::Text(text))
}

/// Returns the text without its byte order mark. UTF-16 becomes UTF-8.
fn decode(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Unreadable> {
    let wide = match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Err(Unreadable::Binary),
        [0xff, 0xfe, rest @ ..] => Some((UTF_16LE, rest)),
        [0xfe, 0xff, rest @ ..] => Some((UTF_16BE, rest)),
        _ => wide_without_mark(bytes).map(|encoding| (encoding, bytes)),
    };
    let text = match wide {
        Some((encoding, wide)) => {
            let (text, is_broken) = encoding.decode_without_bom_handling(wide);
            // Half a character at the end means that the file was cut, so content is missing.
            if is_broken {
                return Err(Unreadable::Binary);
            }
            Cow::Owned(text.into_owned().into_bytes())
        }
        None => Cow::Borrowed(bytes.strip_prefix(UTF_8_MARK).unwrap_or(bytes)),
    };
    let is_no_text = |b: &u8| *b < b' ' && !matches!(*b, b'\t' | b'\r' | b'\n' | 0x0b | 0x0c | 0x1a);
    let looked_at = &text[..text.len().min(LOOKED_AT)];
    if looked_at.iter().any(is_no_text) || memchr::memchr(0, &text).is_some() {
        return Err(Unreadable::Binary);
    }
    Ok(text)
}

/// Detects UTF-16 without a mark. Digits, separators and line ends then have a zero in every second byte.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let looked_at = &bytes[..bytes.len().min(LOOKED_AT)];
    let zeros = |from: usize| looked_at.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let is_wide = |zeros: usize, others: usize| others == 0 && zeros * 20 > looked_at.len();
    if bytes.len() % 2 == 1 {
        None
    } else if is_wide(odd, even) {
        Some(UTF_16LE)
    } else if is_wide(even, odd) {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn has_table(text: &[u8]) -> bool {
    let is_table = |at: usize| text.get(at..at + 6).is_some_and(|tag| tag.eq_ignore_ascii_case(b"<table"));
    memchr::memchr_iter(b'<', text).any(is_table)
}
