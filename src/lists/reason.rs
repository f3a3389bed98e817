//! Why a value is no contact's id, and why a file is no list of them: stable codes, and plain English for the command.

/// Why one value, or one row, counts for nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Reason {
    /// Neither a number nor anything else that names a contact.
    NotAnId,
    /// Nothing stands where the id should.
    Empty,
    /// A number that no id reaches, such as a phone number.
    TooLarge,
    /// Zero, or less.
    NotPositive,
    /// One number with group separators, decimals or an exponent; or it cannot be told from several.
    FormattedNumber,
    /// A plus sign or zeros in front, as in phone numbers.
    SignOrZeros,
    /// From one number to another.
    Range,
    /// A cell's number that is not whole.
    Fraction,
    /// A cell that is a date.
    Date,
    /// The id of a company.
    Company,
    /// The id of a deal.
    Deal,
    /// The id of a lead.
    Lead,
    /// The id of something else in the CRM.
    OtherItem,
    /// Names a contact in another form than the rest of its column.
    MixedForm,
    /// Several ids in one cell of a table.
    Several,
    /// The row has more cells than the table's heading, or than most rows of a table without one.
    MoreCells,
    /// A quotation mark that is never closed: what follows it cannot be told apart.
    UnclosedQuote,
    /// The row of a sheet is hidden, by hand or by a filter.
    HiddenRow,
}

impl Reason {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::NotAnId,
        Self::Empty,
        Self::TooLarge,
        Self::NotPositive,
        Self::FormattedNumber,
        Self::SignOrZeros,
        Self::Range,
        Self::Fraction,
        Self::Date,
        Self::Company,
        Self::Deal,
        Self::Lead,
        Self::OtherItem,
        Self::MixedForm,
        Self::Several,
        Self::MoreCells,
        Self::UnclosedQuote,
        Self::HiddenRow,
    ];

    /// The stable code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAnId => "not_an_id",
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::NotPositive => "not_positive",
            Self::FormattedNumber => "formatted_number",
            Self::SignOrZeros => "sign_or_zeros",
            Self::Range => "range",
            Self::Fraction => "fraction",
            Self::Date => "date",
            Self::Company => "company",
            Self::Deal => "deal",
            Self::Lead => "lead",
            Self::OtherItem => "other_item",
            Self::MixedForm => "mixed_form",
            Self::Several => "several",
            Self::MoreCells => "more_cells",
            Self::UnclosedQuote => "unclosed_quote",
            Self::HiddenRow => "hidden_row",
        }
    }

    /// Whether nothing of a list with such a row can be trusted.
    pub(super) fn is_fatal(self) -> bool {
        self == Self::UnclosedQuote
    }

    /// Whether the value names something else than a contact.
    pub(super) fn is_other_kind(self) -> bool {
        matches!(self, Self::Company | Self::Deal | Self::Lead | Self::OtherItem)
    }
}

/// Why nothing of a file was read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum Unreadable {
    /// There is nothing in it.
    #[error("there is nothing in it")]
    Empty,
    /// A PDF document.
    #[error("this is a PDF document; save the list as CSV, as a workbook or as text")]
    Pdf,
    /// A picture.
    #[error("this is a picture; save the list as CSV, as a workbook or as text")]
    Picture,
    /// A packed archive.
    #[error("this is a packed archive; unpack it and take the file with the list")]
    Archive,
    /// A document of a word processor or of a presentation.
    #[error("this is a document, not a table; save the list as CSV, as a workbook or as text")]
    Document,
    /// A binary workbook (.xlsb).
    #[error("this is a binary workbook; save it as .xlsx or as CSV")]
    BinaryWorkbook,
    /// Encrypted.
    #[error("this workbook is protected by a password; save it without one")]
    Protected,
    /// A workbook that cannot be read to its end.
    #[error("this workbook is damaged, or of a kind that is not read; save it anew as .xlsx or as CSV")]
    BrokenWorkbook,
    /// HTML without a table, XML, JSON.
    #[error(
        "this is a web page without a table, or data of a program; save the list as CSV, as a workbook or as text"
    )]
    Markup,
    /// No text at all.
    #[error("this is no text and no workbook; save the list as CSV, as a workbook or as text")]
    Binary,
    /// More than is unpacked or read.
    #[error("this is larger than what is read; leave out the other columns and sheets, or save it as CSV")]
    TooLarge,
    /// More columns than are read.
    #[error("this has more columns than are read; leave out the other columns")]
    TooWide,
    /// More different ids than are read.
    #[error("these are more ids than are read; split the list")]
    TooManyIds,
}

impl Unreadable {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Empty,
        Self::Pdf,
        Self::Picture,
        Self::Archive,
        Self::Document,
        Self::BinaryWorkbook,
        Self::Protected,
        Self::BrokenWorkbook,
        Self::Markup,
        Self::Binary,
        Self::TooLarge,
        Self::TooWide,
        Self::TooManyIds,
    ];

    /// The stable code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Pdf => "pdf",
            Self::Picture => "picture",
            Self::Archive => "archive",
            Self::Document => "document",
            Self::BinaryWorkbook => "binary_workbook",
            Self::Protected => "protected",
            Self::BrokenWorkbook => "broken_workbook",
            Self::Markup => "markup",
            Self::Binary => "binary",
            Self::TooLarge => "too_large",
            Self::TooWide => "too_wide",
            Self::TooManyIds => "too_many_ids",
        }
    }
}
