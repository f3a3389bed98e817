//! Reads compound files (MS-CFB), the container of old workbooks. A chain of sectors is followed no further than the
//! length of the file, so its content needs no more memory than the file.

use std::collections::HashMap;

const HEADER: usize = 512;
const END_OF_CHAIN: u32 = 0xffff_fffe;
const FREE: u32 = 0xffff_ffff;
const ENTRY: usize = 128;
const MINI_SECTOR: usize = 64;
/// How many streams and folders of a file are read.
const MOST_ENTRIES: usize = 10_000;

/// A compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini_stream: Vec<u8>,
    mini_cutoff: usize,
    entries: HashMap<String, StreamEntry>,
}

#[derive(Clone, Copy, Debug)]
struct StreamEntry {
    first: u32,
    length: usize,
}

impl<'a> Compound<'a> {
    /// Reads the file's tables and directory.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4_096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini_stream: Vec::new(),
            mini_cutoff: usize::try_from(u32_at(bytes, 56)?).ok()?,
            entries: HashMap::new(),
        };
        file.fat = file.read_fat()?;
        let directory = file.chain(u32_at(bytes, 48)?, MOST_ENTRIES * ENTRY)?;
        let root = file.read_directory(&directory)?;
        let mini_fat = file.chain(u32_at(bytes, 60)?, bytes.len())?;
        file.mini_fat = numbers(&mini_fat);
        file.mini_stream = file.chain(root.first, root.length.min(bytes.len()))?;
        Some(file)
    }

    /// Whether there is a stream of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.contains_key(&name.to_lowercase())
    }

    /// The bytes of a stream.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.get(&name.to_lowercase())?;
        if entry.length > self.bytes.len() {
            return None;
        }
        if entry.length >= self.mini_cutoff {
            return self.chain(entry.first, entry.length).filter(|stream| stream.len() == entry.length);
        }
        let mut stream = Vec::with_capacity(entry.length);
        let mut next = entry.first;
        while stream.len() < entry.length {
            let from = usize::try_from(next).ok()?.checked_mul(MINI_SECTOR)?;
            stream.extend(self.mini_stream.get(from..from + MINI_SECTOR)?);
            next = *self.mini_fat.get(usize::try_from(next).ok()?)?;
        }
        stream.truncate(entry.length);
        Some(stream)
    }

    fn sector_at(&self, number: u32) -> Option<&'a [u8]> {
        let from = HEADER.max(self.sector) + usize::try_from(number).ok()?.checked_mul(self.sector)?;
        // The last sector may be cut.
        self.bytes.get(from..self.bytes.len().min(from + self.sector)).filter(|sector| !sector.is_empty())
    }

    /// Reads the table that gives the next sector of each sector. It is cut to the number of sectors in the file.
    fn read_fat(&self) -> Option<Vec<u32>> {
        let sectors = self.bytes.len() / self.sector;
        let tables = sectors / (self.sector / 4) + 1;
        let mut places: Vec<u32> = (0..109).filter_map(|at| u32_at(self.bytes, 76 + at * 4)).collect();
        let (mut next, mut steps) = (u32_at(self.bytes, 68)?, 0);
        while next < END_OF_CHAIN && places.len() <= tables + 109 {
            steps += 1;
            // A cut sector has lost its pointer to the next one.
            let whole =
                self.sector_at(next).filter(|found| found.len() == self.sector && steps <= sectors)?;
            let mut more = numbers(whole);
            next = more.pop()?;
            places.append(&mut more);
        }
        let mut fat = Vec::new();
        for place in places.into_iter().filter(|place| *place < END_OF_CHAIN).take(tables) {
            fat.extend(numbers(self.sector_at(place)?));
        }
        Some(fat)
    }

    /// Reads the sectors of a chain up to a length. A circular chain is refused.
    fn chain(&self, first: u32, longest: usize) -> Option<Vec<u8>> {
        let mut stream = Vec::new();
        let (mut next, mut left) = (first, self.bytes.len() / self.sector + 1);
        while next != END_OF_CHAIN && next != FREE && stream.len() < longest {
            left = left.checked_sub(1)?;
            stream.extend(self.sector_at(next)?);
            next = *self.fat.get(usize::try_from(next).ok()?)?;
        }
        stream.truncate(longest);
        Some(stream)
    }

    /// Stores the names of all streams and returns the root.
    fn read_directory(&mut self, directory: &[u8]) -> Option<StreamEntry> {
        let mut root = None;
        for entry in directory.chunks_exact(ENTRY) {
            let length = usize::from(u16_at(entry, 64)?).clamp(2, 64);
            let name: Vec<u16> =
                entry[..length - 2].chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).collect();
            let name = String::from_utf16_lossy(&name).to_lowercase();
            let found = StreamEntry {
                first: u32_at(entry, 116)?,
                length: usize::try_from(u32_at(entry, 120)?).ok()?,
            };
            match entry[66] {
                5 => root = Some(found),
                2 => drop(self.entries.entry(name).or_insert(found)),
                _ => {}
            }
        }
        root
    }
}

/// The little-endian number at a position.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// The little-endian number at a position.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect()
}
