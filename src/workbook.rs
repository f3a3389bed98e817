//! Writes workbooks (XLSX, ECMA-376) while their rows arrive. Only bytes that are not yet sent are kept, so the memory
//! does not depend on the length. Texts are stored as text cells: no spreadsheet program runs them as formulas.

mod parts;

use std::io::{self, Write};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::vec;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use futures_util::{Stream, StreamExt, stream};
use rawzip::{CompressionMethod, ZipArchiveWriter, ZipDataWriter, ZipEntryWriter};

use crate::domain::clock::UnixTime;

/// Rows of one sheet, including its header. Further rows go to the next sheet.
const MOST_ROWS: u32 = 1_048_576;

/// A table to be written.
#[derive(Clone, Debug)]
pub struct Table {
    /// The name of its sheet.
    pub title: &'static str,
    /// Its columns in order.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its heading.
    pub name: &'static str,
    /// Its visible width in characters.
    pub width: u8,
}

/// The content of one cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// An empty cell.
    Empty,
    /// A whole number.
    Number(i64),
    /// A text, also when it begins like a formula.
    Text(String),
    /// A point in time, shown in UTC.
    Moment(UnixTime),
}

/// Why a workbook was not completed.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError<E> {
    /// Its rows could not be read.
    #[error(transparent)]
    RowSource(E),
    /// It could not be compressed.
    #[error("a workbook could not be compressed")]
    Packing(#[source] rawzip::Error),
}

impl<E> From<rawzip::Error> for WorkbookError<E> {
    fn from(error: rawzip::Error) -> Self {
        Self::Packing(error)
    }
}

impl<E> From<io::Error> for WorkbookError<E> {
    fn from(error: io::Error) -> Self {
        Self::Packing(error.into())
    }
}

/// Returns the bytes of a workbook as a stream, while its rows arrive.
pub fn write<E: 'static>(
    table: Table,
    rows: impl Stream<Item = Result<Vec<Vec<Cell>>, E>> + 'static,
) -> impl Stream<Item = Result<Vec<u8>, WorkbookError<E>>> + 'static {
    write_sheets(table, rows, MOST_ROWS)
}

fn write_sheets<E: 'static>(
    table: Table,
    rows: impl Stream<Item = Result<Vec<Vec<Cell>>, E>> + 'static,
    most_rows: u32,
) -> impl Stream<Item = Result<Vec<u8>, WorkbookError<E>>> + 'static {
    let output = OutputBuffer::default();
    let at_work = pack(table, rows, most_rows, output.clone());
    let mut at_work = Some(Box::pin(at_work));
    // Bytes that were packed before the next wait for rows are sent at once.
    stream::poll_fn(move |context| {
        let Some(work) = at_work.as_mut() else { return Poll::Ready(None) };
        let end = work.as_mut().poll(context);
        match (end, output.take()) {
            (Poll::Pending, bytes) if bytes.is_empty() => Poll::Pending,
            (Poll::Pending, bytes) => Poll::Ready(Some(Ok(bytes))),
            (Poll::Ready(end), bytes) => {
                at_work = None;
                Poll::Ready(Some(end.map(|()| bytes)))
            }
        }
    })
}

async fn pack<E>(
    table: Table,
    rows: impl Stream<Item = Result<Vec<Vec<Cell>>, E>>,
    most_rows: u32,
    output: OutputBuffer,
) -> Result<(), WorkbookError<E>> {
    let mut rows = RowSource { source: pin!(rows), at_hand: Vec::new().into_iter() };
    let mut archive = ZipArchiveWriter::new(output);
    for (name, text) in parts::FIRST {
        add(&mut archive, name, text)?;
    }
    let mut sheets = 0;
    loop {
        sheets += 1;
        let (mut entry, config) = archive
            .new_file(parts::name_of_sheet(sheets))
            .compression_method(CompressionMethod::DEFLATE)
            .start()?;
        let mut sheet = config.wrap(DeflateEncoder::new(&mut entry, Compression::fast()));
        write_sheet(&mut sheet, &table.columns, &mut rows, most_rows).await?;
        let (encoder, facts) = sheet.finish()?;
        encoder.finish()?;
        entry.finish(facts)?;
        if !rows.has_more().await? {
            break;
        }
    }
    for (name, text) in parts::last(table.title, sheets) {
        add(&mut archive, name, &text)?;
    }
    archive.finish()?;
    Ok(())
}

type Sheet<'a, 'b> = ZipDataWriter<DeflateEncoder<&'a mut ZipEntryWriter<'b, OutputBuffer>>>;

async fn write_sheet<E, S: Stream<Item = Result<Vec<Vec<Cell>>, E>>>(
    sheet: &mut Sheet<'_, '_>,
    columns: &[Column],
    rows: &mut RowSource<'_, S>,
    most_rows: u32,
) -> Result<(), WorkbookError<E>> {
    sheet.write_all(parts::head_of_sheet(columns).as_bytes())?;
    let mut number = 1;
    while number < most_rows
        && let Some(cells) = rows.next().await?
    {
        number += 1;
        sheet.write_all(parts::row(number, &cells).as_bytes())?;
    }
    sheet.write_all(parts::END_OF_SHEET.as_bytes())?;
    Ok(())
}

/// Adds a small part without compression.
fn add(archive: &mut ZipArchiveWriter<OutputBuffer>, name: &str, text: &str) -> Result<(), rawzip::Error> {
    let (mut entry, config) = archive.new_file(name).start()?;
    let mut part = config.wrap(&mut entry);
    part.write_all(text.as_bytes())?;
    let (_, facts) = part.finish()?;
    entry.finish(facts)?;
    Ok(())
}

/// Rows that arrive in chunks and are handed out one at a time.
struct RowSource<'a, S> {
    source: Pin<&'a mut S>,
    at_hand: vec::IntoIter<Vec<Cell>>,
}

impl<E, S: Stream<Item = Result<Vec<Vec<Cell>>, E>>> RowSource<'_, S> {
    async fn has_more(&mut self) -> Result<bool, WorkbookError<E>> {
        while self.at_hand.len() == 0 {
            // A source that never waits would leave no time for sending.
            tokio::task::yield_now().await;
            match self.source.next().await {
                None => return Ok(false),
                Some(portion) => self.at_hand = portion.map_err(WorkbookError::RowSource)?.into_iter(),
            }
        }
        Ok(true)
    }

    async fn next(&mut self) -> Result<Option<Vec<Cell>>, WorkbookError<E>> {
        Ok(if self.has_more().await? { self.at_hand.next() } else { None })
    }
}

/// Bytes that are packed and not yet sent.
#[derive(Clone, Debug, Default)]
struct OutputBuffer(Arc<Mutex<Vec<u8>>>);

impl OutputBuffer {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for OutputBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("the rows ended early")]
    struct Ended;

    fn table() -> Table {
        Table { title: "Report", columns: vec![Column { name: "id", width: 10 }] }
    }

    fn part(bytes: &[u8], name: &str) -> Option<String> {
        let archive = rawzip::ZipArchive::from_slice(bytes).unwrap();
        let mut entries = archive.entries();
        while let Some(entry) = entries.next_entry().unwrap() {
            if entry.file_path().as_ref() == name.as_bytes() {
                let (place, is_packed) =
                    (entry.wayfinder(), entry.compression_method() == CompressionMethod::DEFLATE);
                let part = archive.get_entry(place).unwrap();
                let mut text = String::new();
                if is_packed {
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

    #[tokio::test]
    async fn rows_beyond_a_sheets_limit_continue_on_the_next_sheet() {
        let portions = [vec![1, 2, 3], vec![], vec![4, 5], vec![6]];
        let portions =
            portions.map(|ids| Ok::<_, Ended>(ids.into_iter().map(|id| vec![Cell::Number(id)]).collect()));
        let written = write_sheets(table(), stream::iter(portions), 4);
        let parts: Vec<Vec<u8>> = written.map(Result::unwrap).collect().await;
        let bytes = parts.concat();
        let values = |number| {
            let sheet = part(&bytes, &parts::name_of_sheet(number))?;
            Some(sheet.split("<v>").skip(1).map(|value| value[..1].to_owned()).collect::<String>())
        };
        assert_eq!((values(1), values(2), values(3)), (Some("123".into()), Some("456".into()), None));
        let named = part(&bytes, "xl/workbook.xml").unwrap();
        assert!(named.contains("\"Report\"") && named.contains("\"Report 2\""), "{named}");
    }

    #[tokio::test]
    async fn a_table_without_rows_still_has_a_header() {
        let written = write(table(), stream::empty::<Result<_, Ended>>());
        let bytes = written.map(Result::unwrap).collect::<Vec<_>>().await.concat();
        let sheet = part(&bytes, "xl/worksheets/sheet1.xml").unwrap();
        assert!(sheet.contains(">id</t>") && sheet.ends_with("</sheetData></worksheet>"), "{sheet}");
    }

    #[tokio::test]
    async fn rows_are_sent_while_others_are_awaited_and_an_error_ends_the_workbook() {
        const PORTIONS: i64 = 200;
        let portion = |number| {
            let row = move |at: i64| vec![Cell::Text(format!("{:x}", (number * 500 + at) * 7_919_777))];
            if number < PORTIONS { Ok((0..500).map(row).collect()) } else { Err(Ended) }
        };
        let written = write(table(), stream::iter((0..=PORTIONS).map(portion)));
        let parts: Vec<_> = written.collect().await;
        let (last, sent) = parts.split_last().unwrap();
        assert!(matches!(last, Err(WorkbookError::RowSource(Ended))));
        let longest = sent.iter().map(|part| part.as_ref().unwrap().len()).max().unwrap();
        assert!(sent.len() > 10 && longest < 200_000, "{} parts, {longest} bytes", sent.len());
    }
}
