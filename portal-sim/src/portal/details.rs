//! The smaller fields of invented contacts: addresses, birthdays, campaigns, custom fields. Drawn from dice of their
//! own, so that names and numbers stay what they were.

use super::seed::Dice;
use crate::crm::{CUSTOM_CHOICE, CUSTOM_SWITCH, CUSTOM_TEXT, Contact, Multi};

const STREETS: [&str; 6] =
    ["Harbour Street", "Rue des Lilas", "Lindenallee", "ул. Садовая", "Calle Mayor", "ул. Шевченка"];
const CITIES: [(&str, &str, &str); 6] = [
    ("Gothenburg", "41103", "Sweden"),
    ("Lyon", "69003", "France"),
    ("Leipzig", "04109", "Germany"),
    ("Казань", "420015", "Россия"),
    ("Valencia", "46002", "Spain"),
    ("Львів", "79000", "Україна"),
];
const COMMENTS: [&str; 4] = [
    "Asked for an offer.<br>Call back in autumn",
    "[B]Prefers e-mail[/B], no calls before ten",
    "Met at the fair; said \"send the list; then we talk\"",
    "=SUM(A1:A9) was in the old table",
];
const NOTES: [&str; 3] = ["VIP", "see contract 4711", "не беспокоить"];
const CAMPAIGNS: [(&str, &str, &str); 3] =
    [("google", "cpc", "spring_sale"), ("newsletter", "email", "march"), ("vk", "social", "launch")];

/// Fills in what a contact may have besides a name.
pub(super) fn embellish(contact: &mut Contact, dice: &mut Dice) {
    if dice.roll(3) == 0 {
        add_address(contact, dice);
    }
    if dice.roll(4) == 0 {
        contact.set(
            "BIRTHDATE",
            format!("{}-{:02}-{:02}", 1950 + dice.roll(55), 1 + dice.roll(12), 1 + dice.roll(28)),
        );
    }
    if dice.roll(6) == 0 {
        contact.set("COMMENTS", *dice.pick(&COMMENTS));
    }
    if dice.roll(5) == 0 {
        contact.set("HONORIFIC", *dice.pick(&["HNR_EN_1", "HNR_EN_2", "HNR_EN_3"]));
    }
    if dice.roll(8) == 0 {
        let (source, medium, campaign) = *dice.pick(&CAMPAIGNS);
        contact.set("UTM_SOURCE", source);
        contact.set("UTM_MEDIUM", medium);
        contact.set("UTM_CAMPAIGN", campaign);
    }
    add_custom_fields(contact, dice);
    add_more_ways(contact, dice);
}

fn add_address(contact: &mut Contact, dice: &mut Dice) {
    let (city, code, country) = *dice.pick(&CITIES);
    contact.set("ADDRESS", format!("{} {}", dice.pick(&STREETS), 1 + dice.roll(90)));
    contact.set("ADDRESS_CITY", city);
    contact.set("ADDRESS_POSTAL_CODE", code);
    contact.set("ADDRESS_COUNTRY", country);
}

fn add_custom_fields(contact: &mut Contact, dice: &mut Dice) {
    if dice.roll(4) == 0 {
        contact.set(CUSTOM_TEXT, *dice.pick(&NOTES));
    }
    match dice.roll(8) {
        0 => contact.set_list(CUSTOM_CHOICE, &["45"]),
        1 => contact.set_list(CUSTOM_CHOICE, &["45", "49"]),
        _ => {}
    }
    if dice.roll(4) == 0 {
        contact.set(CUSTOM_SWITCH, "1");
    }
}

fn add_more_ways(contact: &mut Contact, dice: &mut Dice) {
    if dice.roll(10) == 0 {
        let site = format!("https://people.example.com/{}", contact.id);
        contact.multi.insert("WEB", vec![Multi::new(&site, "WORK")]);
    }
    if dice.roll(10) == 0 {
        contact.multi.insert("IM", vec![Multi::new(&format!("contact.{}", contact.id), "TELEGRAM")]);
    }
}
