/// One appliance's memory: bytes at places that the program knows.
struct Cells {
    let base: UnsafeMutableRawPointer

    @inline(__always)
    subscript(double place: Int) -> Double {
        get { base.load(fromByteOffset: place, as: Double.self) }
        nonmutating set { base.storeBytes(of: newValue, toByteOffset: place, as: Double.self) }
    }

    @inline(__always)
    subscript(float place: Int) -> Float {
        get { base.load(fromByteOffset: place, as: Float.self) }
        nonmutating set { base.storeBytes(of: newValue, toByteOffset: place, as: Float.self) }
    }

    @inline(__always)
    subscript(whole place: Int) -> Int {
        get { base.load(fromByteOffset: place, as: Int.self) }
        nonmutating set { base.storeBytes(of: newValue, toByteOffset: place, as: Int.self) }
    }

    @inline(__always)
    subscript(bits place: Int) -> UInt64 {
        get { base.load(fromByteOffset: place, as: UInt64.self) }
        nonmutating set { base.storeBytes(of: newValue, toByteOffset: place, as: UInt64.self) }
    }

    @inline(__always)
    subscript(word place: Int) -> UInt32 {
        get { base.load(fromByteOffset: place, as: UInt32.self) }
        nonmutating set { base.storeBytes(of: newValue, toByteOffset: place, as: UInt32.self) }
    }

    @inline(__always)
    subscript(half place: Int) -> UInt16 {
        get { base.load(fromByteOffset: place, as: UInt16.self) }
        nonmutating set { base.storeBytes(of: newValue, toByteOffset: place, as: UInt16.self) }
    }

    @inline(__always)
    subscript(byte place: Int) -> UInt8 {
        get { base.load(fromByteOffset: place, as: UInt8.self) }
        nonmutating set { base.storeBytes(of: newValue, toByteOffset: place, as: UInt8.self) }
    }
}

/// A condition in a byte.
enum Tristate {
    static let no: UInt8 = 0
    static let yes: UInt8 = 1
    static let unknown: UInt8 = 2

    @inline(__always)
    static func of(_ value: Double) -> UInt8 { value == 1 ? yes : value.isNaN ? unknown : no }
}

extension Cells {
    /// When the slot that has been silent longest was heard, among those that ever were; nil where none was.
    func oldest(of slots: UInt64) -> Double? {
        var oldest: Double?
        var rest = slots
        while rest != 0 {
            let seen = self[double: RuleProgram.cells(ofSlot: rest.trailingZeroBitCount) + 8]
            if !seen.isNaN { oldest = min(oldest ?? seen, seen) }
            rest &= rest - 1
        }
        return oldest
    }
}
