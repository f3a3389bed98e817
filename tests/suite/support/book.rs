//! Reads workbooks like a spreadsheet program: the cells of their sheets with their kinds.

use std::collections::BTreeMap;
use std::io::Read;

use quick_xml::Reader;
use quick_xml::events::Event;

/// The kind of a cell: a text, a number in a style, or a formula.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Kind {
    Text,
    Number(u32),
    Formula,
}

/// A sheet: its cells by address, each with its kind and contents, and its source text.
pub(crate) struct Sheet {
    pub(crate) cells: BTreeMap<String, (Kind, String)>,
    pub(crate) rows: usize,
    pub(crate) xml: String,
}

impl Sheet {
    pub(crate) fn text(&self, at: &str) -> &str {
        self.cells.get(at).map_or("", |(_, text)| text)
    }

    /// The cells of a column below its heading.
    pub(crate) fn column(&self, letter: &str) -> Vec<&str> {
        (2..=self.rows).map(|row| self.text(&format!("{letter}{row}"))).collect()
    }
}

/// A part of a packed file.
pub(crate) fn part(bytes: &[u8], name: &str) -> Option<String> {
    let archive = rawzip::ZipArchive::from_slice(bytes).unwrap();
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().unwrap() {
        if entry.file_path().as_ref() == name.as_bytes() {
            let (place, method) = (entry.wayfinder(), entry.compression_method());
            let part = archive.get_entry(place).unwrap();
            let mut text = String::new();
            // Reading to the end checks the length and the checksum.
            if method == rawzip::CompressionMethod::DEFLATE {
                let unpacked = flate2::bufread::DeflateDecoder::new(part.data());
                part.verifying_reader(unpacked).read_to_string(&mut text).unwrap();
            } else {
                part.verifying_reader(part.data()).read_to_string(&mut text).unwrap();
            }
            return Some(text);
        }
    }
    None
}

/// The first sheet.
pub(crate) fn sheet(bytes: &[u8]) -> Sheet {
    let xml = part(bytes, "xl/worksheets/sheet1.xml").unwrap();
    let mut sheet = Sheet { cells: BTreeMap::new(), rows: 0, xml: xml.clone() };
    let mut reader = Reader::from_str(&xml);
    let (mut at, mut cell) = (String::new(), (Kind::Text, String::new()));
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().as_ref() == "row" => sheet.rows += 1,
            Event::Start(tag) if tag.name().as_ref() == "c" => {
                let value = |name: &str| {
                    let found = tag.try_get_attribute(name).unwrap();
                    found.map(|found| found.value.into_owned())
                };
                at = value("r").unwrap();
                let style = value("s").map_or(0, |style| style.parse().unwrap());
                let is_text = value("t").as_deref() == Some("inlineStr");
                cell = (if is_text { Kind::Text } else { Kind::Number(style) }, String::new());
            }
            Event::Start(tag) if tag.name().as_ref() == "f" => cell.0 = Kind::Formula,
            Event::Text(text) => cell.1.push_str(&text),
            Event::GeneralRef(name) => cell.1.push_str(match name.as_ref() {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                other => panic!("&{other};"),
            }),
            Event::End(tag) if tag.name().as_ref() == "c" => {
                sheet.cells.insert(at.clone(), cell.clone());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    sheet
}
