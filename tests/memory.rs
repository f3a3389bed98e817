//! Reading a list takes a bounded amount of memory, also if a file claims, repeats or unpacks to far more than its
//! size. This is a binary of its own, because it measures the whole process.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "suite/lists/books.rs"]
mod books;

use std::io::Write;
use std::pin::pin;

use contact_eraser::domain::clock::UnixTime;
use contact_eraser::lists::{self, ListError, MAX_BYTES, Unreadable};
use contact_eraser::workbook::{self, Cell, Column, Table};
use flate2::write::DeflateEncoder;
use flate2::{Compress, Compression, FlushCompress};
use futures_util::{StreamExt, stream};

const MOST_MEGABYTES: u64 = 300;
const HEAD: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>ID</t></is></c></row>";

/// The largest amount of memory that this process has used.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

fn read(bytes: &[u8]) -> Result<Vec<u32>, Unreadable> {
    let read = lists::read(bytes, None);
    let done = match read {
        Ok(list) => Ok(list.ids.iter().map(|id| id.get()).collect()),
        Err(ListError::Unreadable(why)) => Err(why),
        Err(other) => panic!("{other:?}"),
    };
    assert!(peak() < MOST_MEGABYTES, "{} MB", peak());
    done
}

/// Deflated data: a beginning, the same bytes repeated, and an end.
fn deflated(begin: &[u8], fill: &[u8], times: usize, end: &[u8]) -> Vec<u8> {
    // A block that ends with a full flush refers to nothing before it, so it can be repeated unchanged.
    let block = |bytes: &[u8]| {
        let (mut compress, mut out) =
            (Compress::new(Compression::fast(), false), Vec::with_capacity(1 << 21));
        compress.compress_vec(bytes, &mut out, FlushCompress::Full).unwrap();
        out
    };
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(end).unwrap();
    [block(begin), block(fill).repeat(times), encoder.finish().unwrap()].concat()
}

/// A packed file with one deflated part, its claimed length, and the small parts of another file.
fn packed_with(name: &str, part: &[u8], claim: u32, others: &[u8]) -> Vec<u8> {
    let end = others.len() - 22;
    let number = |at: usize| u32::from_le_bytes(others[at..at + 4].try_into().unwrap());
    let (directory, length) = (number(end + 16) as usize, number(end + 12));
    let count = u16::from_le_bytes(others[end + 10..end + 12].try_into().unwrap()) + 1;
    let size = u32::try_from(part.len()).unwrap();
    let facts = [
        &[0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0][..],
        &size.to_le_bytes(),
        &claim.to_le_bytes(),
        &u16::try_from(name.len()).unwrap().to_le_bytes(),
        &[0, 0],
    ]
    .concat();
    let mut file = others[..directory].to_vec();
    let place = u32::try_from(file.len()).unwrap();
    file.extend([b"PK\x03\x04\x14\0", &facts[..], name.as_bytes(), part].concat());
    let entry =
        [b"PK\x01\x02\x14\0\x14\0", &facts[..], &[0; 10], &place.to_le_bytes(), name.as_bytes()].concat();
    let begins = u32::try_from(file.len()).unwrap();
    file.extend(&others[directory..end]);
    file.extend(&entry);
    let length = length + u32::try_from(entry.len()).unwrap();
    let counts = [count.to_le_bytes(), count.to_le_bytes()].concat();
    file.extend(
        [b"PK\x05\x06\0\0\0\0", &counts[..], &length.to_le_bytes(), &begins.to_le_bytes(), &[0, 0]].concat(),
    );
    file
}

/// A workbook whose only sheet unpacks to two gigabytes.
fn bomb(begin: &str, fill: u8, claim: u32) -> Vec<u8> {
    let begin = format!("<worksheet><sheetData>{HEAD}{begin}");
    let sheet = deflated(begin.as_bytes(), &vec![fill; 1 << 20], 2_048, b"</sheetData></worksheet>");
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let workbook = format!(
        "<workbook xmlns:r=\"{relations}\"><sheets><sheet name=\"S\" r:id=\"s\"/></sheets></workbook>"
    );
    let related =
        "<Relationships><Relationship Id=\"s\" Type=\"x/worksheet\" Target=\"s.xml\"/></Relationships>";
    let others = books::packed(&[
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", related.as_bytes()),
    ]);
    packed_with("xl/s.xml", &sheet, claim, &others)
}

fn workbooks_that_unpack_to_gigabytes() {
    let texts = ["<row><c t=\"inlineStr\"><is><t>", "<row><c t=\"", "<!-- "];
    for begin in texts {
        let file = bomb(begin, b'1', 1_000);
        assert!(file.len() < 12_000_000, "{}", file.len());
        assert_eq!(read(&file), Err(Unreadable::TooLarge), "{begin}");
    }
    assert_eq!(read(&bomb("", b' ', 2_000_000_000)), Err(Unreadable::TooLarge), "the claim is enough");
}

fn sheets_that_claim_more_than_they_hold() {
    let far = "<row r=\"1048576\"><c r=\"A1048576\"><v>5</v></c><c r=\"XFD1048576\"><v>7</v></c></row>";
    let sheet = format!("<dimension ref=\"A1:XFD1048576\"/>{HEAD}{far}");
    assert_eq!(read(&books::xlsx(&[("S", &sheet)])), Ok(vec![5]));
    let beyond = format!("{HEAD}<row r=\"9\"><c r=\"ZZZZ9\"><v>7</v></c></row>");
    assert_eq!(read(&books::xlsx(&[("S", &beyond)])), Err(Unreadable::TooWide));
    let records = [books::label(0, 0, "ID"), books::number(65_535, 0, 5.0), books::number(65_535, 255, 7.0)];
    assert_eq!(read(&books::xls(&records)), Ok(vec![5]));
    let head = "<table:table-row><table:table-cell><text:p>ID</text:p></table:table-cell></table:table-row>";
    let table =
        |rows: String| books::ods(&format!("<table:table table:name=\"S\">{head}{rows}</table:table>"));
    let cell = "office:value-type=\"float\" office:value=\"5\"";
    let row = |rows: &str, cells: &str| {
        format!(
            "<table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell {cell}/>\
             <table:table-cell table:number-columns-repeated=\"{cells}\" {cell}/></table:table-row>"
        )
    };
    assert_eq!(read(&table(row("18446744073709551615", "1"))), Ok(vec![5]));
    assert_eq!(read(&table(row("1048576", "18446744073709551615"))), Err(Unreadable::TooWide));
}

/// Sheets, relations and formats with names of nearly a megabyte, the longest possible tag.
fn names_of_a_megabyte() {
    const COLUMNS: usize = 1_000;
    let name = "n".repeat(900_000);
    let wide = format!("<row>{}</row>", "<c><v>5</v></c>".repeat(COLUMNS));
    assert_eq!(read(&books::xlsx(&[(&name, &wide), ("T", &wide)])), Ok(vec![]));
    let cell = "<table:table-cell office:value-type=\"float\" office:value=\"5\"";
    let row = format!("{cell} table:number-columns-repeated=\"{COLUMNS}\"/>");
    let table = |name: &str| {
        format!("<table:table table:name=\"{name}\"><table:table-row>{row}</table:table-row></table:table>")
    };
    assert_eq!(read(&books::ods(&format!("{}{}", table(&name), table("T")))), Ok(vec![]));
    let workbook = b"<workbook><sheets/></workbook>";
    let relation = format!("<Relationship Id=\"{name}\" Type=\"x/worksheet\" Target=\"s.xml\"/>");
    let related = deflated(b"<Relationships>", relation.as_bytes(), 500, b"</Relationships>");
    let others = books::packed(&[("xl/workbook.xml", workbook)]);
    let file = packed_with("xl/_rels/workbook.xml.rels", &related, 1_000, &others);
    assert_eq!(read(&file), Err(Unreadable::BrokenWorkbook));
    let format = format!("<numFmt numFmtId=\"{name}\" formatCode=\"0\"/>");
    let styles = deflated(b"<styleSheet>", format.as_bytes(), 500, b"</styleSheet>");
    let related =
        "<Relationships><Relationship Id=\"t\" Type=\"x/styles\" Target=\"styles.xml\"/></Relationships>";
    let others = [("xl/workbook.xml", &workbook[..]), ("xl/_rels/workbook.xml.rels", related.as_bytes())];
    let file = packed_with("xl/styles.xml", &styles, 1_000, &books::packed(&others));
    assert_eq!(read(&file), Err(Unreadable::BrokenWorkbook));
}

/// A text takes at most four times its own size in any code page, so the longest accepted text stays below the limit.
/// The test uses a shorter text, which a debug build reads in seconds.
fn texts_by_their_size() {
    const MEGABYTES: usize = 4;
    let fills: [&[u8]; 3] = [b"\xc8", b"1;", b"\x18\x04"];
    for fill in fills {
        let text = fill.repeat((MEGABYTES << 20) / fill.len());
        let before = peak();
        let marked = if fill == b"\x18\x04" { [b"\xff\xfe".to_vec(), text].concat() } else { text };
        read(&marked).unwrap();
        assert!(peak() - before < 4 * MEGABYTES as u64, "{fill:?}: {} MB", peak() - before);
    }
    assert_eq!(read(&vec![b'1'; MAX_BYTES + 1]), Err(Unreadable::TooLarge));
}

/// Writing is bounded too: the rows of a report are sent while others are read.
async fn a_report_of_a_hundred_thousand_rows() {
    const ROWS: u32 = 100_000;
    const MOST_MORE: u64 = 20;
    let names = ["contact_id", "outcome", "code", "message", "new_id", "settled_at", "name"];
    let columns = names.map(|name| Column { name, width: 20 }).to_vec();
    let row = |id: u32| {
        let text = Cell::Text;
        let message = format!("{:x} may not be deleted", id.wrapping_mul(2_654_435_761));
        let moment = Cell::Moment(UnixTime(1_793_793_600 + i64::from(id)));
        let (outcome, code, name) =
            (text("denied".into()), text("refused".into()), text(format!("Somebody {id}")));
        vec![Cell::Number(id.into()), outcome, code, text(message), Cell::Empty, moment, name]
    };
    let portions = stream::iter((0..ROWS).step_by(500).map(move |from| {
        Ok::<Vec<Vec<Cell>>, std::convert::Infallible>((from..from + 500).map(row).collect())
    }));
    let before = peak();
    let mut written = pin!(workbook::write(Table { title: "Report", columns }, portions));
    let (mut bytes, mut longest) = (0, 0);
    while let Some(part) = written.next().await {
        let length = part.unwrap().len();
        (bytes, longest) = (bytes + length, longest.max(length));
    }
    let more = peak() - before;
    assert!(bytes > 1_000_000 && longest < 500_000, "{bytes} bytes, {longest} at a time");
    assert!(more < MOST_MORE, "{more} MB more");
}

#[test]
fn reading_a_list_stays_below_the_memory_limit() {
    // This runs first, while the process has used little memory.
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(a_report_of_a_hundred_thousand_rows());
    workbooks_that_unpack_to_gigabytes();
    sheets_that_claim_more_than_they_hold();
    names_of_a_megabyte();
    texts_by_their_size();
}
