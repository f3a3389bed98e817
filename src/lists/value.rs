//! Reads one value: a plain id, a contact in one of the platform's forms, or a value that is refused with a reason.

use super::reason::Reason;
use crate::domain::ids::ContactId;

/// One value of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Value {
    /// A plain number.
    Plain(ContactId),
    /// `C_5`, `CONTACT_5`, or the address of a contact's card.
    Named(ContactId),
    /// Not the id of a contact.
    Bad(Reason),
}

/// Whether a character is a blank or invisible.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Reads a text.
pub(super) fn of_text(text: &str) -> Value {
    let text = text.trim_matches(is_blank);
    if text.is_empty() {
        return Value::Bad(Reason::Empty);
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return of_digits(text);
    }
    of_address(text).or_else(|| of_form(text)).unwrap_or_else(|| Value::Bad(of_other(text)))
}

/// Reads the number of a workbook's cell.
pub(super) fn of_number(number: f64) -> Value {
    if !number.is_finite() {
        return Value::Bad(Reason::NotAnId);
    }
    if number.fract() != 0.0 {
        return Value::Bad(Reason::Fraction);
    }
    of_text(&format!("{number:.0}"))
}

fn of_digits(digits: &str) -> Value {
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Value::Bad(Reason::NotPositive);
    }
    if significant.len() != digits.len() {
        return Value::Bad(Reason::SignOrZeros);
    }
    ContactId::parse(digits).map_or(Value::Bad(Reason::TooLarge), Value::Plain)
}

/// Reads the number in a form or an address.
fn named(digits: &str) -> Value {
    match of_digits(digits) {
        Value::Plain(id) => Value::Named(id),
        other => other,
    }
}

/// Reads `C_5` and similar forms. The platform writes CRM items like this into fields of several types (b24restdocs
/// api-reference/crm/data-types.md, object type abbreviations).
fn of_form(text: &str) -> Option<Value> {
    let (kind, number) = text.split_once('_')?;
    let is_form = (1..=12).contains(&kind.len())
        && kind.starts_with(|c: char| c.is_ascii_alphabetic())
        && kind.bytes().all(|b| b.is_ascii_alphanumeric())
        && !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit());
    is_form.then(|| match kind.to_ascii_uppercase().as_str() {
        "C" | "CONTACT" => named(number),
        "CO" | "COMPANY" => Value::Bad(Reason::Company),
        "D" | "DEAL" => Value::Bad(Reason::Deal),
        "L" | "LEAD" => Value::Bad(Reason::Lead),
        _ => Value::Bad(Reason::OtherItem),
    })
}

/// The host of an address `https://host/…`; `None` if the text is no such address.
pub(super) fn host(text: &str) -> Option<&str> {
    let after_scheme = ["https://", "http://"].into_iter().find_map(|scheme| {
        text.get(..scheme.len()).filter(|start| start.eq_ignore_ascii_case(scheme))?;
        text.get(scheme.len()..)
    })?;
    let host = after_scheme.split('/').next()?;
    (!host.is_empty()).then_some(host)
}

/// Reads the address of a card: `/crm/contact/details/5/`, or `/crm/type/3/details/5/` with the number of the item
/// type.
fn of_address(text: &str) -> Option<Value> {
    let (before, path) = text.split_once("/crm/")?;
    let is_host = |host: &str| before.len() <= host.len() + "https://".len() && before.ends_with(host);
    let has_others = before.contains(|c: char| is_blank(c) || ",;|\"'<>?#".contains(c));
    if has_others || !(before.is_empty() || host(before).is_some_and(is_host)) {
        return None;
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.trim_end_matches('/').split('/');
    let mut kind = parts.next()?;
    if kind == "type" {
        kind = parts.next()?;
    }
    let card = parts.next().filter(|card| ["details", "show", "edit"].contains(card));
    let number = parts.next().filter(|number| card.is_some() && number.bytes().all(|b| b.is_ascii_digit()));
    let number = number.filter(|number| !number.is_empty() && parts.next().is_none());
    Some(match (kind, number) {
        ("contact" | "3", Some(number)) => named(number),
        ("company" | "4", _) => Value::Bad(Reason::Company),
        ("deal" | "2", _) => Value::Bad(Reason::Deal),
        ("lead" | "1", _) => Value::Bad(Reason::Lead),
        ("contact" | "3", None) => Value::Bad(Reason::NotAnId),
        _ => Value::Bad(Reason::OtherItem),
    })
}

/// Why a text that is neither digits nor a form is no id.
fn of_other(text: &str) -> Reason {
    let has_digit = text.contains(|c: char| c.is_ascii_digit());
    let digits_only = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !has_digit {
        return Reason::NotAnId;
    }
    if let Some(rest) = text.strip_prefix(['-', '\u{2212}'])
        && is_number(rest)
    {
        return Reason::NotPositive;
    }
    if text.starts_with('+')
        && text.chars().all(|c| c.is_ascii_digit() || is_blank(c) || "+-()./".contains(c))
    {
        return Reason::SignOrZeros;
    }
    let is_dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}');
    let bounds = text.split_once(is_dash).or_else(|| text.split_once("..").or_else(|| text.split_once('…')));
    if let Some((from, to)) = bounds
        && digits_only(from.trim_matches(is_blank))
        && digits_only(to.trim_matches(|c| is_blank(c) || c == '.'))
    {
        return Reason::Range;
    }
    if is_several(text) {
        return Reason::Several;
    }
    if is_number(text) { Reason::FormattedNumber } else { Reason::NotAnId }
}

/// Whether a character may occur within one number.
fn is_within_number(c: char) -> bool {
    is_blank(c) || matches!(c, ',' | '.' | '\'' | '\u{2019}' | '`' | '\u{b4}' | '_' | '\u{66b}' | '\u{66c}')
}

/// Whether a text is digits with separators, decimals, an exponent or a percent sign.
fn is_number(text: &str) -> bool {
    let text = text.trim_end_matches('%').trim_matches(is_blank);
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent = exponent.trim_start_matches(['+', '-']);
    mantissa.contains(|c: char| c.is_ascii_digit())
        && mantissa.chars().all(|c| c.is_ascii_digit() || is_within_number(c))
        && !exponent.is_empty()
        && exponent.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text is plain numbers with a separator that occurs in no number.
fn is_several(text: &str) -> bool {
    let is_between = |c: char| is_blank(c) || matches!(c, ',' | ';' | '|');
    let parts = || text.split(is_between).filter(|part| !part.is_empty());
    if parts().count() < 2 || !parts().all(|part| ContactId::parse(part).is_some()) {
        return false;
    }
    if text.contains([';', '|']) || text.contains(", ") {
        return true;
    }
    let mut pairs = parts().zip(parts().skip(1));
    !text.contains(',') && pairs.all(|(before, after)| !can_be_groups(before.len(), after.len()))
}

/// Whether two neighbouring cells can be groups of one number, judged by the digits that touch.
pub(super) fn can_be_one_number(before: &str, after: &str) -> bool {
    let tail = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let head = after.bytes().take_while(u8::is_ascii_digit).count();
    can_be_groups(tail, head) && !before.contains(is_blank)
}

/// Whether two runs of digits can be groups of one number: one to three digits, then exactly three.
pub(super) fn can_be_groups(before: usize, after: usize) -> bool {
    (1..=3).contains(&before) && after == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bad(text: &str) -> Option<Reason> {
        match of_text(text) {
            Value::Bad(reason) => Some(reason),
            _ => None,
        }
    }

    #[test]
    fn plain_numbers_and_forms_of_the_platform_are_contacts() {
        let id = |number| ContactId::new(number).unwrap();
        for text in ["5", " 5\u{a0}", "\u{feff}5", "5\u{200b}"] {
            assert_eq!(of_text(text), Value::Plain(id(5)), "{text:?}");
        }
        for text in [
            "C_5",
            "c_5",
            "CONTACT_5",
            "https://example.bitrix24.com/crm/contact/details/5/",
            "https://example.bitrix24.com/crm/contact/details/5/?IFRAME=Y#top",
            "/crm/contact/show/5",
            "https://example.bitrix24.com/crm/type/3/details/5/",
        ] {
            assert_eq!(of_text(text), Value::Named(id(5)), "{text:?}");
        }
        assert_eq!(of_text("4294967295"), Value::Plain(id(u32::MAX)));
    }

    #[test]
    fn values_that_are_no_ids_have_a_reason() {
        use Reason as R;
        for (text, reason) in [
            ("", R::Empty),
            ("abc", R::NotAnId),
            ("5x", R::NotAnId),
            ("1001.", R::FormattedNumber),
            ("٣", R::NotAnId),
            ("4294967296", R::TooLarge),
            ("99999999999999999999", R::TooLarge),
            ("0", R::NotPositive),
            ("000", R::NotPositive),
            ("-5", R::NotPositive),
            ("007", R::SignOrZeros),
            ("+79000000001", R::SignOrZeros),
            ("+7 (900) 000-00-01", R::SignOrZeros),
            ("12 345", R::FormattedNumber),
            ("12\u{a0}345", R::FormattedNumber),
            ("12\u{202f}345", R::FormattedNumber),
            ("12\u{2009}345", R::FormattedNumber),
            ("12,345", R::FormattedNumber),
            ("12.345", R::FormattedNumber),
            ("12'345", R::FormattedNumber),
            ("12\u{2019}345", R::FormattedNumber),
            ("12.0", R::FormattedNumber),
            ("12,5", R::FormattedNumber),
            ("1001,1002", R::FormattedNumber),
            ("1,01E+05", R::FormattedNumber),
            ("1.01e5", R::FormattedNumber),
            ("1E5", R::FormattedNumber),
            ("50%", R::FormattedNumber),
            ("1001-1010", R::Range),
            ("1001 – 1010", R::Range),
            ("1001..1010", R::Range),
            ("1001 1002", R::Several),
            ("1001, 1002", R::Several),
            ("1001;1002", R::Several),
            ("CO_12", R::Company),
            ("COMPANY_12", R::Company),
            ("D_13", R::Deal),
            ("LEAD_1", R::Lead),
            ("T80_5", R::OtherItem),
            ("C_0", R::NotPositive),
            ("https://example.bitrix24.com/crm/company/details/1001/", R::Company),
            ("https://example.bitrix24.com/crm/deal/details/1001/", R::Deal),
            ("https://example.bitrix24.com/crm/type/177/details/5/", R::OtherItem),
            ("https://example.bitrix24.com/crm/contact/list/", R::NotAnId),
        ] {
            assert_eq!(bad(text), Some(reason), "{text:?}");
        }
    }

    #[test]
    fn hosts_of_addresses_are_found() {
        for (text, found) in [
            ("https://a.ru/crm/", Some("a.ru")),
            ("HTTP://a.ru:80", Some("a.ru:80")),
            ("https:///crm/", None),
            ("/crm/contact/", None),
            ("ftp://a.ru/", None),
        ] {
            assert_eq!(host(text), found, "{text}");
        }
    }

    #[test]
    fn numbers_of_cells_must_be_whole_and_in_range() {
        assert_eq!(of_number(12_345.0), Value::Plain(ContactId::new(12_345).unwrap()));
        for (number, reason) in [
            (12.5, Reason::Fraction),
            (0.0, Reason::NotPositive),
            (-5.0, Reason::NotPositive),
            (4_294_967_296.0, Reason::TooLarge),
            (1e300, Reason::TooLarge),
            (f64::NAN, Reason::NotAnId),
        ] {
            assert_eq!(of_number(number), Value::Bad(reason), "{number}");
        }
    }
}
