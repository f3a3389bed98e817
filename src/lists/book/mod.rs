//! Reads workbooks: XLSX, ODS, XLS. They are read as streams, row by row. The size that a sheet claims is never
//! allocated, and the unpacked bytes are limited per part and in total.

mod buffer;
mod compound;
mod ods;
mod package;
mod shared;
mod xls;
mod xlsx;
mod xml;

use super::reason::Unreadable;
use super::rows::Sheet;
use ods::Ods;
use package::Package;
use xls::Xls;
use xlsx::Xlsx;

/// How many sheets of one workbook are read.
const MOST_SHEETS: usize = 50;

/// A workbook.
pub(super) enum Workbook<'a> {
    Xlsx(Xlsx<'a>),
    Ods(Ods<'a>),
    Xls(Xls),
}

impl Workbook<'_> {
    /// Its sheets.
    pub(super) fn sheets(&self) -> Result<Vec<Sheet<'_>>, Unreadable> {
        let sheets = match self {
            Self::Xlsx(book) => book.sheets(),
            Self::Ods(book) => book.sheets()?,
            Self::Xls(book) => book.sheets(),
        };
        if sheets.len() > MOST_SHEETS { Err(Unreadable::TooLarge) } else { Ok(sheets) }
    }
}

/// Opens a packed file and tells workbooks from documents and other archives.
pub(super) fn of_archive(bytes: &[u8]) -> Result<Workbook<'_>, Unreadable> {
    let package = Package::open(bytes)?;
    let has = |part: &str| package.has(part);
    if has("content.xml") {
        return if ods::is_spreadsheet(&package)? {
            Ok(Workbook::Ods(Ods::new(package)))
        } else {
            Err(Unreadable::Document)
        };
    }
    if has("word/document.xml") || package.has_below("ppt/") || package.has_below("visio/") {
        return Err(Unreadable::Document);
    }
    if has("xl/workbook.bin") {
        return Err(Unreadable::BinaryWorkbook);
    }
    if package.has_below("xl/") {
        return Xlsx::open(package).map(Workbook::Xlsx);
    }
    Err(Unreadable::Archive)
}

/// Opens a compound file: an old workbook, an encrypted new one, or a document.
pub(super) fn of_compound_file(bytes: &[u8]) -> Result<Workbook<'_>, Unreadable> {
    let file = compound::Compound::open(bytes).ok_or(Unreadable::BrokenWorkbook)?;
    if file.has("EncryptedPackage") {
        return Err(Unreadable::Protected);
    }
    if let Some(stream) = file.stream("Workbook").or_else(|| file.stream("Book")) {
        return Xls::open(stream).map(Workbook::Xls);
    }
    if file.has("WordDocument") || file.has("PowerPoint Document") {
        return Err(Unreadable::Document);
    }
    Err(Unreadable::Binary)
}
