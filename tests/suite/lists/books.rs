//! Builds workbooks: the smallest ones that programs accept, and invalid ones that no program writes.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// A packed file with these parts.
pub(crate) fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = rawzip::ZipArchiveWriter::new(Vec::new());
    for (name, bytes) in parts {
        let file = archive.new_file(name).compression_method(rawzip::CompressionMethod::DEFLATE);
        let (mut entry, config) = file.start().unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::fast()));
        writer.write_all(bytes).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap()
}

/// An XLSX workbook with sheets of these names and rows. Styles: 0 plain, 1 grouped, 2 date.
pub(crate) fn xlsx(sheets: &[(&str, &str)]) -> Vec<u8> {
    const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let each = |text: fn(usize, &str) -> String| -> String {
        sheets.iter().enumerate().map(|(at, (name, _))| text(at, name)).collect()
    };
    let workbook = format!(
        "<workbook xmlns:r=\"{RELATIONS}\"><sheets>{}</sheets></workbook>",
        each(|at, name| format!("<sheet name=\"{name}\" sheetId=\"{at}\" r:id=\"s{at}\"/>"))
    );
    let related = format!(
        "<Relationships>{}<Relationship Id=\"t\" Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/></Relationships>",
        each(|at, _| format!(
            "<Relationship Id=\"s{at}\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet{at}.xml\"/>"
        ))
    );
    let styles = "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"3\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    let mut parts = vec![
        ("xl/workbook.xml".to_owned(), workbook),
        ("xl/_rels/workbook.xml.rels".to_owned(), related),
        ("xl/styles.xml".to_owned(), styles.to_owned()),
    ];
    for (at, (_, rows)) in sheets.iter().enumerate() {
        let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        parts.push((format!("xl/worksheets/sheet{at}.xml"), sheet));
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    packed(&parts)
}

/// An ODS workbook with these tables.
pub(crate) fn ods(tables: &str) -> Vec<u8> {
    styled_ods("", tables)
}

/// The same with styles before the tables.
pub(crate) fn styled_ods(styles: &str, tables: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\">{styles}<office:body>\
         <office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    packed(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ])
}

/// An XLS workbook with one sheet of these records.
pub(crate) fn xls(records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    xls_sheet(0, records)
}

/// The same with the state of its sheet: 0 shown, 1 hidden.
pub(crate) fn xls_sheet(state: u8, records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    };
    let begin = |what: u8| record(0x0809, &[0, 6, what, 0, 0, 0, 0, 0]);
    let sheet_name = [b"\x02\0".as_slice(), b"S1"].concat();
    let sheet_at = |at: u32| record(0x0085, &[&at.to_le_bytes()[..], &[state, 0], &sheet_name].concat());
    let globals = begin(5).len() + sheet_at(0).len() + 4;
    let mut stream = [begin(5), sheet_at(u32::try_from(globals).unwrap()), record(0x000a, &[])].concat();
    stream.extend(begin(16));
    for (kind, data) in records {
        stream.extend(record(*kind, data));
    }
    stream.extend(record(0x000a, &[]));
    compound("Workbook", &stream)
}

/// A compound file with one stream.
pub(crate) fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(format!("/{name}")).unwrap().write_all(stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// An XLS cell with a number.
pub(crate) fn number(row: u16, column: u16, number: f64) -> (u16, Vec<u8>) {
    let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
    (0x0203, [&place[..], &number.to_le_bytes()].concat())
}

/// An XLS cell with a text.
pub(crate) fn label(row: u16, column: u16, text: &str) -> (u16, Vec<u8>) {
    let length = u16::try_from(text.len()).unwrap().to_le_bytes();
    let place = [row.to_le_bytes(), column.to_le_bytes(), [0, 0], length].concat();
    (0x0204, [&place[..], &[0], text.as_bytes()].concat())
}
