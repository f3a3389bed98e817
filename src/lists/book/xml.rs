//! Reads XML parts as a stream of events with limits for length and depth.

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::super::collector::shortened;
use super::super::reason::Unreadable;

/// How many bytes one event may have. The longest text of a cell has 32,767 characters.
const LONGEST_EVENT: usize = 1_000_000;
const BUFFER: usize = 64 * 1024;
/// How many characters of a sheet's name are kept.
pub(super) const LONGEST_NAME: usize = 60;
const DEEPEST: usize = 256;

/// A part that is being read.
pub(super) struct Xml<'a> {
    reader: Reader<BufReader<Metered<'a>>>,
    since_event: Rc<Cell<usize>>,
    events_left: Rc<Cell<u64>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<'a> Xml<'a> {
    /// Reads a part. Each event counts against the limit.
    pub(super) fn new(part: Box<dyn Read + 'a>, events_left: Rc<Cell<u64>>) -> Self {
        let since_event = Rc::new(Cell::new(0));
        let metered = Metered { part, since_event: Rc::clone(&since_event) };
        let reader = Reader::from_reader(BufReader::with_capacity(BUFFER, metered));
        Self { reader, since_event, events_left, buffer: Vec::new(), depth: 0 }
    }

    /// Returns the next event.
    pub(super) fn next(&mut self) -> Result<Event<'_>, Unreadable> {
        self.buffer.clear();
        self.since_event.set(0);
        self.events_left.set(self.events_left.get().checked_sub(1).ok_or(Unreadable::TooLarge)?);
        let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| sorted(&error))?;
        match &event {
            Event::Start(_) if self.depth >= DEEPEST => return Err(Unreadable::BrokenWorkbook),
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            // Type definitions are refused, because they could define entities. No format that is read has one.
            Event::DocType(_) => return Err(Unreadable::BrokenWorkbook),
            _ => {}
        }
        Ok(event)
    }
}

fn sorted(error: &quick_xml::Error) -> Unreadable {
    match error {
        quick_xml::Error::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => Unreadable::TooLarge,
        _ => Unreadable::BrokenWorkbook,
    }
}

/// The value of an attribute, found by its name without a prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|found| found.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// The value of an attribute that is stored. A longer value than programs write is refused.
pub(super) fn short_attribute(tag: &BytesStart<'_>, name: &str) -> Result<String, Unreadable> {
    const LONGEST: usize = 300;
    let value = attribute(tag, name).unwrap_or_default();
    if value.len() > LONGEST { Err(Unreadable::BrokenWorkbook) } else { Ok(value) }
}

/// The name of a sheet, shortened for display.
pub(super) fn sheet_name(tag: &BytesStart<'_>) -> String {
    shortened(&attribute(tag, "name").unwrap_or_default(), LONGEST_NAME)
}

/// Adds the text of an event to a cell's text.
pub(super) fn add_text(text: &mut String, event: &Event<'_>) {
    if text.len() > super::buffer::LONGEST_TEXT {
        return;
    }
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(part) => {
            let named = match &*part.xml10_content() {
                "amp" => Some('&'),
                "lt" => Some('<'),
                "gt" => Some('>'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                _ => part.resolve_char_ref().ok().flatten(),
            };
            text.push(named.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        _ => {}
    }
}

/// Counts the bytes since the last event.
struct Metered<'a> {
    part: Box<dyn Read + 'a>,
    since_event: Rc<Cell<usize>>,
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.part.read(buffer)?;
        let since = self.since_event.get() + count;
        self.since_event.set(since);
        if since > LONGEST_EVENT + BUFFER {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "an XML event exceeds the limit"));
        }
        Ok(count)
    }
}
