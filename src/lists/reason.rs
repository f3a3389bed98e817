//! Why a value is no contact id, and why a file is no list: stable codes, and English texts for the command line.

/// Why one value or one row does not count.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Reason {
    /// Neither a number nor anything else that names a contact.
    NotAnId,
    /// The row has no id.
    Empty,
    /// A number larger than any id, such as a phone number.
    TooLarge,
    /// Zero or negative.
    NotPositive,
    /// A number with group separators, decimals or an exponent, or one that may also be several numbers.
    FormattedNumber,
    /// A plus sign or leading zeros, as in phone numbers.
    SignOrZeros,
    /// A range of numbers.
    Range,
    /// A cell with a number that is not whole.
    Fraction,
    /// A cell with a date.
    Date,
    /// The id of a company.
    Company,
    /// The id of a deal.
    Deal,
    /// The id of a lead.
    Lead,
    /// The id of something else in the CRM.
    OtherItem,
    /// A form such as `C_5` in a list whose other values have another form.
    MixedForm,
    /// Several ids in one cell of a table.
    Several,
    /// The row has more cells than the heading, or than most rows if there is no heading.
    MoreCells,
    /// A quotation mark that is never closed, so the cells after it cannot be separated.
    UnclosedQuote,
    /// A hidden row of a sheet.
    HiddenRow,
}

impl Reason {
    /// All reasons.
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

    /// Whether a list with such a row cannot be trusted at all.
    pub(super) fn is_fatal(self) -> bool {
        self == Self::UnclosedQuote
    }

    /// Whether the value names something other than a contact.
    pub(super) fn is_other_kind(self) -> bool {
        matches!(self, Self::Company | Self::Deal | Self::Lead | Self::OtherItem)
    }
}

/// Why no list was read from a file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is empty.
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
    /// A document of a word processor or a presentation.
    #[error("this is a document, not a table; save the list as CSV, as a workbook or as text")]
    Document,
    /// A binary workbook (.xlsb).
    #[error("this is a binary workbook; save it as .xlsx or as CSV")]
    BinaryWorkbook,
    /// A workbook with a password.
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
    /// Neither a text nor a workbook.
    #[error("this is no text and no workbook; save the list as CSV, as a workbook or as text")]
    Binary,
    /// It exceeds a limit for reading or unpacking.
    #[error("this is larger than what is read; leave out the other columns and sheets, or save it as CSV")]
    TooLarge,
    /// It has too many columns.
    #[error("this has more columns than are read; leave out the other columns")]
    TooWide,
    /// It has too many different ids.
    #[error("these are more ids than are read; split the list")]
    TooManyIds,
}

impl Unreadable {
    /// All reasons.
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
