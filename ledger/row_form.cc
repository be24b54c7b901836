#include "ledger/row_form.h"

#include "ledger/bytes.h"
#include "ledger/rules/event.h"
#include "ledger/sha256.h"

namespace ledger {
namespace {

template <class... Kind>
std::string form_of(const std::tuple<Kind...>*) {
    std::string form;
    const auto append = [&form]<class K>(const K*) {
        form += K::name;
        append_form<typename K::Event>(form);
        append_form<typename K::State>(form);
    };
    (append(static_cast<const Kind*>(nullptr)), ...);
    return form;
}

}  // namespace

std::string short_form(std::string_view form) {
    Sha256 sha256;
    return sha256(bytes_of(form)).hex().substr(0, 16);
}

const std::string& row_form() {
    static const std::string form = short_form(form_of(static_cast<const Kinds*>(nullptr)));
    return form;
}

}  // namespace ledger
