//! PHP's casts to int, bool and string. `"12abc"` is 12, a filled array is 1, and the text `false` is true.
//! A portal reads ids and switches by these rules.

use super::value::Php;

/// `(int)$value`.
#[expect(clippy::cast_possible_truncation, reason = "PHP truncates as well")]
pub(crate) fn int(value: &Php) -> i64 {
    match value {
        Php::Null => 0,
        Php::Bool(flag) => i64::from(*flag),
        Php::Int(number) => *number,
        Php::Float(number) => *number as i64,
        Php::Str(text) => text_to_int(text),
        Php::Array(array) => i64::from(!array.is_empty()),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "PHP truncates as well")]
fn text_to_int(text: &str) -> i64 {
    let text = text.trim_start_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']);
    let number = leading_number(text);
    number.parse::<i64>().unwrap_or_else(|_| number.parse::<f64>().map_or(0, |float| float as i64))
}

/// The longest beginning of `text` that PHP reads as a number.
fn leading_number(text: &str) -> &str {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    end += digits(end);
    if bytes.get(end) == Some(&b'.') {
        end += 1 + digits(end + 1);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = if end + 1 + sign <= bytes.len() { digits(end + 1 + sign) } else { 0 };
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    &text[..end]
}

/// `(bool)$value`.
pub(crate) fn truthy(value: &Php) -> bool {
    match value {
        Php::Null => false,
        Php::Bool(flag) => *flag,
        Php::Int(number) => *number != 0,
        Php::Float(number) => *number != 0.0,
        Php::Str(text) => !text.is_empty() && text != "0",
        Php::Array(array) => !array.is_empty(),
    }
}

/// `(string)$value`.
pub(crate) fn text(value: &Php) -> String {
    match value {
        Php::Null => String::new(),
        Php::Bool(flag) => if *flag { "1" } else { "" }.to_owned(),
        Php::Int(number) => number.to_string(),
        Php::Float(number) => number.to_string(),
        Php::Str(text) => text.clone(),
        Php::Array(_) => "Array".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cast_to_int_as_php_does() {
        let cases = [("12abc", 12), ("", 0), ("abc", 0), ("-3", -3), (" 7", 7), ("12.9", 12), ("1e3", 1000)];
        for (text, expected) in cases {
            assert_eq!(int(&Php::from(text)), expected, "{text:?}");
        }
        assert_eq!(int(&Php::Float(12.9)), 12);
        assert_eq!(int(&Php::Bool(true)), 1);
        assert_eq!(int(&Php::list(["50", "51"])), 1);
        assert_eq!(int(&Php::empty()), 0);
    }

    #[test]
    fn the_text_false_is_true_for_php() {
        assert!(truthy(&Php::from("false")));
        assert!(!truthy(&Php::from("0")));
        assert!(!truthy(&Php::from("")));
    }
}
