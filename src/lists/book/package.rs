//! Reads the parts of a packed file (XLSX, ODS). The sizes in its directory may be false: they can only refuse a part
//! early. The bytes that are really unpacked are counted.

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{self, Read};
use std::rc::Rc;

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};

use super::super::reason::Unreadable;
use super::xml::Xml;

/// How many parts of a package are listed.
const MOST_PARTS: usize = 10_000;
/// How many bytes one part may unpack to.
const MOST_OF_A_PART: u64 = 400_000_000;
/// How many bytes are unpacked in total, counting each reading of a part.
const MOST_IN_ALL: u64 = 1_200_000_000;
/// How many XML events are read in total: enough for two readings of ten million cells.
const MOST_EVENTS: u64 = 100_000_000;
/// The longest name of a part, in bytes.
const LONGEST_NAME: usize = 256;

/// A packed file.
pub(in crate::lists) struct Package<'a> {
    archive: ZipSliceArchive<&'a [u8]>,
    parts: HashMap<String, PackagePart>,
    left: Rc<Cell<u64>>,
    events_left: Rc<Cell<u64>>,
}

#[derive(Clone, Copy)]
struct PackagePart {
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
}

impl<'a> Package<'a> {
    /// Reads the directory of the file.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let archive = ZipArchive::from_slice(bytes).map_err(|_error| Unreadable::BrokenWorkbook)?;
        let mut parts = HashMap::new();
        let mut entries = archive.entries();
        let mut count = 0;
        while let Some(entry) = entries.next_entry().map_err(|_error| Unreadable::BrokenWorkbook)? {
            count += 1;
            if count > MOST_PARTS {
                return Err(Unreadable::TooLarge);
            }
            let path = entry.file_path();
            let name = path.as_ref();
            if name.len() > LONGEST_NAME {
                continue;
            }
            let name = part_name(&String::from_utf8_lossy(name));
            let part = PackagePart { place: entry.wayfinder(), method: entry.compression_method() };
            // Two parts with one name: it is unclear which of them other programs read.
            if parts.insert(name, part).is_some() {
                return Err(Unreadable::BrokenWorkbook);
            }
        }
        let of = |most| Rc::new(Cell::new(most));
        Ok(Self { archive, parts, left: of(MOST_IN_ALL), events_left: of(MOST_EVENTS) })
    }

    /// Whether there is such a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&part_name(name))
    }

    /// Whether there are parts in such a folder.
    pub(super) fn has_below(&self, folder: &str) -> bool {
        self.parts.keys().any(|name| name.starts_with(folder))
    }

    /// Returns a reader of a part's unpacked bytes.
    pub(super) fn read(&self, name: &str) -> Result<impl Read + use<'_, 'a>, Unreadable> {
        let part = self.parts.get(&part_name(name)).ok_or(Unreadable::BrokenWorkbook)?;
        if part.place.uncompressed_size_hint() > MOST_OF_A_PART {
            return Err(Unreadable::TooLarge);
        }
        let entry = self.archive.get_entry(part.place).map_err(|_error| Unreadable::BrokenWorkbook)?;
        let unpacked: Box<dyn Read + '_> = match part.method {
            CompressionMethod::STORE => Box::new(entry.data()),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(entry.data())),
            _ => return Err(Unreadable::BrokenWorkbook),
        };
        let spent = Counted { unpacked, left_of_part: MOST_OF_A_PART, left: Rc::clone(&self.left) };
        Ok(spent)
    }

    /// Returns a reader of a part as XML.
    pub(super) fn xml(&self, name: &str) -> Result<Xml<'_>, Unreadable> {
        Ok(Xml::new(Box::new(self.read(name)?), Rc::clone(&self.events_left)))
    }
}

/// Names of parts ignore case (ECMA-376 part 2). Some programs write backslashes.
fn part_name(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

/// Counts the unpacked bytes.
struct Counted<'a> {
    unpacked: Box<dyn Read + 'a>,
    left_of_part: u64,
    left: Rc<Cell<u64>>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.unpacked.read(buffer)?;
        let spent = count as u64;
        match (self.left_of_part.checked_sub(spent), self.left.get().checked_sub(spent)) {
            (Some(of_part), Some(in_all)) => {
                self.left_of_part = of_part;
                self.left.set(in_all);
                Ok(count)
            }
            _ => Err(io::Error::new(io::ErrorKind::FileTooLarge, "the unpacked data exceeds the limit")),
        }
    }
}
